using System.Text;
using System.Text.Json;
using Routeur.AI.LocalGateway.Http;
using Routeur.AI.LocalGateway.Upstreams;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Chat;

/// <summary>Gathers an answer and sends it whole.</summary>
internal sealed class PlainAnswerWriter(ChatAnswer answer) : IChatAnswerWriter
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _reasoning = new();
    private readonly List<(ToolCallPiece Opening, StringBuilder Arguments)> _toolCalls = [];
    private string? _verbatim;

    public Task WriteAsync(UpstreamDelta delta)
    {
        _text.Append(delta.Text);
        _reasoning.Append(delta.Reasoning);
        _verbatim ??= delta.Verbatim;
        if (delta.ToolCall is { } piece)
        {
            if (piece.Name is not null)
            {
                _toolCalls.Add((piece, new StringBuilder()));
            }

            _toolCalls[^1].Arguments.Append(piece.Arguments);
        }

        return Task.CompletedTask;
    }

    public Task FinishAsync() => SendAsync(_verbatim is null ? Body() : Encoding.UTF8.GetBytes(_verbatim));

    public Task BreakOffAsync()
    {
        ReadOnlyMemory<byte> body = Body();
        return SendAsync(body[..(body.Length / 2)]);
    }

    private ReadOnlyMemory<byte> Body() => JsonAnswer.Bytes(this, static (writer, self) => self.Write(writer));

    private Task SendAsync(ReadOnlyMemory<byte> body) => JsonAnswer.SendAsync(answer.Call.Response, body, answer.Call.Aborted);

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        answer.WriteHead(writer, ChatFields.Completion);
        writer.WriteStartArray(ChatFields.Choices);
        writer.WriteStartObject();
        writer.WriteNumber(ChatFields.Index, 0);
        WriteMessage(writer);
        writer.WriteNull(ChatFields.LogProbs);
        writer.WriteString(ChatFields.FinishReason, answer.FinishReason);
        writer.WriteEndObject();
        writer.WriteEndArray();
        answer.WriteUsage(writer);
        answer.WriteTrace(writer);
        writer.WriteEndObject();
    }

    private void WriteMessage(Utf8JsonWriter writer)
    {
        writer.WriteStartObject(ChatFields.Message);
        writer.WriteString(ChatFields.Role, ChatFields.Assistant);
        writer.WriteString(ChatFields.Content, _text.Length == 0 && _toolCalls.Count > 0 ? null : _text.ToString());
        if (_reasoning.Length > 0)
        {
            writer.WriteString(ChatFields.ReasoningContent, _reasoning.ToString());
        }

        writer.WriteNull(ChatFields.Refusal);
        if (_toolCalls.Count > 0)
        {
            writer.WriteStartArray(ChatFields.ToolCalls);
            foreach ((ToolCallPiece opening, StringBuilder arguments) in _toolCalls)
            {
                ToolCallJson.Write(writer, opening with { Arguments = arguments.ToString() }, withIndex: false);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }
}
