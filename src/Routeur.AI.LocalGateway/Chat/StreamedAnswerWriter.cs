using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Routeur.AI.LocalGateway.Http;
using Routeur.AI.LocalGateway.Upstreams;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Chat;

/// <summary>
/// Sends an answer as server-sent events, one for each piece. The service documents neither the framing nor the place of the
/// <c>routeur</c> block: framing, usage chunk and <c>[DONE]</c> are OpenAI's, and the block is on the last chunk before <c>[DONE]</c>,
/// where usage and cost are known.
/// </summary>
internal sealed class StreamedAnswerWriter(ChatAnswer answer) : IChatAnswerWriter
{
    private static readonly UpstreamDelta Empty = new() { Usage = default };

    private readonly PipeWriter _output = answer.Call.Response.BodyWriter;
    private bool _started;

    // Headers go out with the first piece, so that an upstream may still fail before it. A finish reason goes out at the end.
    public async Task WriteAsync(UpstreamDelta delta)
    {
        if (delta.Verbatim is not null)
        {
            await SendAsync(delta.Verbatim).ConfigureAwait(false);
        }
        else if (!_started || delta.Text is not null || delta.Reasoning is not null || delta.ToolCall is not null)
        {
            await SendAsync(delta, finishReason: null, last: false).ConfigureAwait(false);
        }
    }

    public async Task FinishAsync()
    {
        await SendAsync(Empty, answer.FinishReason, last: !answer.IncludeUsage).ConfigureAwait(false);
        if (answer.IncludeUsage)
        {
            await SendAsync(delta: null, finishReason: null, last: true).ConfigureAwait(false);
        }

        _output.Write("data: [DONE]\n\n"u8);
        await _output.FlushAsync(answer.Call.Aborted).ConfigureAwait(false);
    }

    public async Task BreakOffAsync()
    {
        Begin();
        await _output.FlushAsync(answer.Call.Aborted).ConfigureAwait(false);
    }

    private void Begin()
    {
        if (!answer.Call.Response.HasStarted)
        {
            answer.Call.Response.ContentType = "text/event-stream; charset=utf-8";
            answer.Call.Response.Headers.CacheControl = "no-cache";
        }
    }

    private async Task SendAsync(string verbatim)
    {
        Begin();
        _output.Write(Encoding.UTF8.GetBytes($"data: {verbatim}\n\n"));
        await _output.FlushAsync(answer.Call.Aborted).ConfigureAwait(false);
    }

    private async Task SendAsync(UpstreamDelta? delta, string? finishReason, bool last)
    {
        Begin();
        _output.Write("data: "u8);
        using (var json = new Utf8JsonWriter(_output, JsonAnswer.WriterOptions))
        {
            WriteChunk(json, delta, finishReason, last);
        }

        _output.Write("\n\n"u8);
        await _output.FlushAsync(answer.Call.Aborted).ConfigureAwait(false);
    }

    private void WriteChunk(Utf8JsonWriter json, UpstreamDelta? delta, string? finishReason, bool last)
    {
        json.WriteStartObject();
        answer.WriteHead(json, ChatFields.Chunk);
        json.WriteStartArray(ChatFields.Choices);
        if (delta is not null)
        {
            json.WriteStartObject();
            json.WriteNumber(ChatFields.Index, 0);
            WriteDelta(json, delta);
            json.WriteString(ChatFields.FinishReason, finishReason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (delta is null || (finishReason is not null && answer.Dialect.UsageOnFinish))
        {
            answer.WriteUsage(json);
        }
        else if (answer.IncludeUsage)
        {
            json.WriteNull(ChatFields.Usage);
        }

        if (last)
        {
            answer.WriteTrace(json);
        }

        json.WriteEndObject();
    }

    private void WriteDelta(Utf8JsonWriter json, UpstreamDelta delta)
    {
        json.WriteStartObject(ChatFields.Delta);
        if (!_started || answer.Dialect.RepeatsRole)
        {
            json.WriteString(ChatFields.Role, ChatFields.Assistant);
        }

        if (!_started || delta.Text is not null || delta.Reasoning is not null)
        {
            json.WriteString(ChatFields.Content, delta.Text ?? (delta.ToolCall is null && delta.Reasoning is null ? "" : null));
        }

        if (delta.Reasoning is not null)
        {
            json.WriteString(ChatFields.ReasoningContent, delta.Reasoning);
        }

        _started = true;

        if (delta.ToolCall is { } piece)
        {
            json.WriteStartArray(ChatFields.ToolCalls);
            ToolCallJson.Write(json, piece, withIndex: true);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
