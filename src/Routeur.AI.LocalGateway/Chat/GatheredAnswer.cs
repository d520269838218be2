using System.Text;
using System.Text.Json;
using Routeur.AI.LocalGateway.Upstreams;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Chat;

/// <summary>An answer put together from its pieces, up to a length, and its JSON as a whole completion.</summary>
internal sealed class GatheredAnswer(ChatAnswer answer, int maxCharacters = int.MaxValue)
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _reasoning = new();
    private readonly List<(ToolCallPiece Opening, StringBuilder Arguments)> _toolCalls = [];
    private int _characters;

    public void Add(UpstreamDelta delta)
    {
        if (_characters > maxCharacters)
        {
            return;
        }

        _characters += (delta.Text?.Length ?? 0) + (delta.Reasoning?.Length ?? 0) + (delta.ToolCall?.Arguments.Length ?? 0);
        _text.Append(delta.Text);
        _reasoning.Append(delta.Reasoning);
        if (delta.ToolCall is { } piece)
        {
            if (piece.Name is not null)
            {
                _toolCalls.Add((piece, new StringBuilder()));
            }

            _toolCalls[^1].Arguments.Append(piece.Arguments);
        }
    }

    /// <param name="writer">Where to.</param>
    /// <param name="trace">Whether the <c>routeur</c> block belongs to it: the gateway's answer has one, an upstream's has not.</param>
    public void Write(Utf8JsonWriter writer, bool trace)
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
        if (trace)
        {
            answer.WriteTrace(writer);
        }

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
