using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CsCheck;
using Microsoft.Extensions.AI;
using Routeur.AI.Tests.Support;
using Routeur.AI.Wire;

namespace Routeur.AI.Tests.Wire;

/// <summary>
/// The request half of the differential suite. Every normalisation here is a deliberate difference of docs/wire-format.md, with its number there.
/// </summary>
public sealed partial class RequestDifferentialTests
{
    private const int Exchanges = 600;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_generated_request_is_equivalent_to_the_reference_implementations(bool stream)
    {
        using var reference = new RequestReference("m", stream);
        var random = new PCG(1, 20261122UL);
        for (int i = 0; i < Exchanges; i++)
        {
            (List<ChatMessage> messages, ChatOptions? options) = RequestGenerator.Exchange.Generate(random, null, out _);

            JsonObject theirs = Normalise(await reference.SendAsync(messages, options));
            JsonObject ours = Normalise(RequestBody.Of(messages, options, Decision(options), stream));

            if (options?.Tools is { Count: 0 })
            {
                DropUnless(theirs, ours, "parallel_tool_calls"); // R5
                DropUnless(theirs, ours, "tool_choice"); // R5
            }

            string? difference = JsonDifference.Find(theirs, ours);
            Assert.True(difference is null, $"Exchange {i}: {difference}");
        }
    }

    private static JsonObject Normalise(JsonObject body)
    {
        foreach (JsonNode? message in body["messages"]!.AsArray())
        {
            foreach (JsonNode? call in message!["tool_calls"] as JsonArray ?? [])
            {
                JsonNode function = call!["function"]!;
                string arguments = function["arguments"]!.GetValue<string>();
                function["arguments"] = arguments == "null" ? "{}" : Compact(arguments); // R1, R2
            }

            if (message["role"]!.GetValue<string>() == "tool")
            {
                message["content"] = Compact(message["content"]!.GetValue<string>()); // R2
            }

            foreach (JsonNode? part in message["content"] as JsonArray ?? [])
            {
                if (part!["file"]?["filename"] is JsonNode name && RandomFileName().IsMatch(name.GetValue<string>()))
                {
                    part["file"]!["filename"] = "document.pdf"; // R3
                }
            }
        }

        if (Environment.NewLine != "\n")
        {
            body = JsonNode.Parse(body.ToJsonString().Replace("\\r\\n", "\\n", StringComparison.Ordinal))!.AsObject(); // R4
        }

        return body;
    }

    // The model is routing's business: the writer is told it. The reference lets the raw options decide first, then the call's.
    private static RouteurDecision Decision(ChatOptions? options) =>
        RequestBody.Decision(RawChatOptions.From(options, RequestBody.Client)?.Model ?? options?.ModelId ?? "m");

    private static void DropUnless(JsonObject theirs, JsonObject ours, string name)
    {
        if (!theirs.ContainsKey(name))
        {
            ours.Remove(name);
        }
    }

    private static string Compact(string text)
    {
        try
        {
            return text.StartsWith('{') || text.StartsWith('[') ? JsonNode.Parse(text)!.ToJsonString() : text;
        }
        catch (System.Text.Json.JsonException)
        {
            return text;
        }
    }

    [GeneratedRegex("^[0-9a-f]{32}\\.pdf$")]
    private static partial Regex RandomFileName();
}
