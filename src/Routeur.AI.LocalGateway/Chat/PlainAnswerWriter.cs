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
    private readonly List<(ToolCallPiece Opening, StringBuilder Arguments)> _toolCalls = [];

    public Task WriteAsync(UpstreamDelta delta)
    {
        _text.Append(delta.Text);
        if (delta.ToolCall is { } piece)
        {
            if (piece.Index == _toolCalls.Count)
            {
                _toolCalls.Add((piece, new StringBuilder()));
            }

            _toolCalls[piece.Index].Arguments.Append(piece.Arguments);
        }

        return Task.CompletedTask;
    }

    public Task FinishAsync() =>
        JsonAnswer.WriteAsync(answer.Call.Response, this, static (writer, self) => self.Write(writer), answer.Call.Aborted);

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
