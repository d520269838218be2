using System.Text.Json;
using Microsoft.Extensions.AI;
using Routeur.AI.Pipeline;
using Routeur.AI.Routing;
using Routeur.AI.Tracing;
using Routeur.AI.Wire;

namespace Routeur.AI.Resilience;

/// <summary>The targets that failed a call so far, and how answers and errors tell of them. For one call; not thread-safe.</summary>
internal sealed class FailedTargets
{
    private readonly List<RouteurFailedTarget> _targets = [];
    private int _attempts;

    public void Add(PreparedCall call, RouteurException error)
    {
        _attempts += error.Attempts;
        _targets.Add(new RouteurFailedTarget(
            call.Decision.ForcedProvider, call.Decision.Model, error.ErrorCode, error.Status, error.RequestId, error.Message));
    }

    /// <summary>The error that ends the call, telling of the targets before it and counting their attempts.</summary>
    public RouteurException Explain(RouteurException last) => _targets.Count == 0 ? last : last.WithFailedTargets(_targets, last.Attempts + _attempts);

    /// <summary>Writes the targets into an answer's trace block; makes a block when the service sent none.</summary>
    public void NoteIn(ChatResponse response)
    {
        response.AdditionalProperties = NoteIn(response.AdditionalProperties);
        foreach (ChatMessage message in response.Messages)
        {
            message.AdditionalProperties = NoteIn(message.AdditionalProperties);
        }
    }

    /// <summary>Writes the targets into the block of an update that carries one, or that is told to.</summary>
    public void NoteIn(ChatResponseUpdate update, bool always)
    {
        if (always || update.AdditionalProperties?.ContainsKey(RouteurPropertyNames.TraceBlock) is true)
        {
            update.AdditionalProperties = NoteIn(update.AdditionalProperties);
        }
    }

    private AdditionalPropertiesDictionary NoteIn(AdditionalPropertiesDictionary? properties)
    {
        properties ??= [];
        properties.TryGetValue(RouteurPropertyNames.TraceBlock, out object? block);
        properties[RouteurPropertyNames.TraceBlock] = WithTargets(block is JsonElement { ValueKind: JsonValueKind.Object } fields ? fields : default);
        return properties;
    }

    private JsonElement WithTargets(JsonElement block)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            if (block.ValueKind == JsonValueKind.Object)
            {
                foreach (JsonProperty field in block.EnumerateObject())
                {
                    field.WriteTo(writer);
                }
            }

            writer.WriteStartArray(RouteurTrace.FailedTargetsName);
            foreach (RouteurFailedTarget target in _targets)
            {
                FailedTargetJson.Write(writer, target);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return KeptJson.ToElement(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }
}
