using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace Routeur.AI.SemanticKernel.Pipeline;

/// <summary>
/// Cleans the schemas of SK's functions: SK writes a function's description into them a second time, under the name <c>condition</c>, which
/// is no keyword of JSON schema and which strict mode refuses.
/// </summary>
internal static class KernelSchemas
{
    private const string Condition = "condition";

    /// <summary>A copy with clean tools, or the same options when there is nothing to clean.</summary>
    public static ChatOptions? Clean(ChatOptions? options)
    {
        if (options?.Tools is not { Count: > 0 } tools || !tools.Any(IsUnclean))
        {
            return options;
        }

        ChatOptions copy = options.Clone();
        copy.Tools = [.. tools.Select(tool => IsUnclean(tool) && tool is FullyQualifiedAIFunction function
            ? new WireFunction(function, function.Name, WithoutCondition(function.JsonSchema))
            : tool)];
        return copy;
    }

    private static bool IsUnclean(AITool tool) =>
        tool is FullyQualifiedAIFunction { JsonSchema: { ValueKind: JsonValueKind.Object } schema } &&
        schema.TryGetProperty(Condition, out JsonElement condition) && condition.ValueKind == JsonValueKind.String;

    private static JsonElement WithoutCondition(JsonElement schema)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (JsonProperty keyword in schema.EnumerateObject())
            {
                if (!keyword.NameEquals(Condition))
                {
                    keyword.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }
}
