using System.ClientModel.Primitives;
using System.Text.Json;
using Routeur.AI.Errors;
using Routeur.AI.Routing;
using Routeur.AI.Wire;

namespace Routeur.AI.Tracing;

/// <summary>
/// Reads the answer to a dry run. Its body is not documented: the resolution is looked for in the <c>routeur</c> block, under
/// <c>resolution</c> or <c>route</c>, and at the top.
/// </summary>
internal static class DryRunReader
{
    private static readonly string[] Blocks = ["routeur", "resolution", "route"];

    /// <exception cref="RouteurException">It is an error, a completion, or nothing that can be understood.</exception>
    public static RouteResolution Read(ReadOnlySpan<byte> body, RouteurDecision decision, PipelineResponse response, DateTimeOffset now)
    {
        ReadOnlySpan<byte> json = JsonText.Trim(body);
        if (JsonText.LooksLikeEvents(json))
        {
            ThrowIfAnyIsCompletion(json, response, now);
            throw ErrorEnvelope.InvalidResponse(response, body, "The answer to the dry run is a stream, and names no route.");
        }

        JsonElement answer;
        try
        {
            answer = json.IsEmpty ? default : KeptJson.ToElement(json);
        }
        catch (JsonException e)
        {
            throw ErrorEnvelope.InvalidResponse(response, body, "The answer to the dry run is not JSON that can be read, or it is cut off.", e);
        }

        if (answer.ValueKind != JsonValueKind.Object)
        {
            throw ErrorEnvelope.InvalidResponse(response, body, "The answer to the dry run is no JSON object.");
        }

        ThrowIfErrorOrCompletion(answer, response, now);
        string? block = Array.Find(Blocks, name => HoldsResolution(answer, name));

        // At the top, a model alone says nothing: every completion has one.
        return block is not null || HasText(answer, "provider") || HasText(answer, "route_reason")
            ? new RouteResolution(answer, block, decision)
            : throw ErrorEnvelope.InvalidResponse(response, body, "The answer to the dry run names no route.");
    }

    private static bool HoldsResolution(JsonElement answer, string name) =>
        answer.TryGetProperty(name, out JsonElement block) && block.ValueKind == JsonValueKind.Object &&
        (HasText(block, "provider") || HasText(block, "model") || HasText(block, "route_reason"));

    // Some gateways stream although they were not asked to.
    private static void ThrowIfAnyIsCompletion(ReadOnlySpan<byte> events, PipelineResponse response, DateTimeOffset now)
    {
        while (!events.IsEmpty)
        {
            int end = events.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? events : events[..end];
            events = end < 0 ? [] : events[(end + 1)..];
            if (!line.StartsWith("data:"u8))
            {
                continue;
            }

            try
            {
                if (KeptJson.ToElement(JsonText.TrimEvent(line)) is { ValueKind: JsonValueKind.Object } data)
                {
                    ThrowIfErrorOrCompletion(data, response, now);
                }
            }
            catch (JsonException)
            {
                // [DONE], or something else that is no completion.
            }
        }
    }

    private static void ThrowIfErrorOrCompletion(JsonElement answer, PipelineResponse response, DateTimeOffset now)
    {
        if (answer.TryGetProperty("error", out JsonElement error) && error.ValueKind != JsonValueKind.Null)
        {
            throw ErrorEnvelope.ToException(response, error, now);
        }

        if (HoldsCompletion(answer))
        {
            throw new RouteurException(
                RouteurErrorCode.DryRunNotHonoured,
                $"The answer to the dry run carries a completion: the header {RouteurHeaderNames.DryRun} was lost on the way, or not honoured, so a " +
                "real call was made and may have been billed. Look for a proxy in between that drops headers.",
                response);
        }
    }

    /// <summary>
    /// Whether a provider has worked: there is content, or tokens were generated, or counted beside a choice. The empty frame of a completion is
    /// no proof, and neither is an estimate of the prompt.
    /// </summary>
    private static bool HoldsCompletion(JsonElement answer)
    {
        bool choice = answer.TryGetProperty("choices", out JsonElement choices) &&
            choices.ValueKind == JsonValueKind.Array && choices.GetArrayLength() > 0;
        return (choice && choices.EnumerateArray().Any(HoldsContent)) ||
            HoldsCount(answer, "usage", "completion_tokens") ||
            HoldsCount(answer, "routeur", "completion_tokens") ||
            (choice && (HoldsCount(answer, "usage", "prompt_tokens") || HoldsCount(answer, "usage", "total_tokens")));
    }

    private static bool HoldsContent(JsonElement choice)
    {
        if (choice.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        if (choice.TryGetProperty("text", out JsonElement text) && IsSomething(text))
        {
            return true;
        }

        return (choice.TryGetProperty("message", out JsonElement message) || choice.TryGetProperty("delta", out message)) &&
            message.ValueKind == JsonValueKind.Object &&
            message.EnumerateObject().Any(field => !field.NameEquals("role") && IsSomething(field.Value));
    }

    private static bool IsSomething(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => !value.ValueEquals(""),
        JsonValueKind.Array => value.GetArrayLength() > 0,
        JsonValueKind.Object => value.EnumerateObject().Any(),
        JsonValueKind.Number or JsonValueKind.True => true,
        _ => false,
    };

    private static bool HoldsCount(JsonElement answer, string block, string name) =>
        answer.TryGetProperty(block, out JsonElement counts) && counts.ValueKind == JsonValueKind.Object && new TraceFields(counts).Number(name) > 0;

    private static bool HasText(JsonElement element, string name) =>
        KeptJson.Text(element, name) is { } text && !string.IsNullOrWhiteSpace(text);
}
