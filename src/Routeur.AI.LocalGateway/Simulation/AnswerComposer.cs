using System.Text.Json;
using Routeur.AI.LocalGateway.Upstreams;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Simulation;

/// <summary>
/// Decides what the simulated model says. The same request always gets the same answer, and a text says which model gave it.
/// </summary>
internal static class AnswerComposer
{
    private const int LongestEcho = 200;

    public static SimulatedAnswer Compose(UpstreamRequest request)
    {
        JsonElement[] messages = [.. request.Body.GetProperty(ChatFields.Messages).EnumerateArray()];
        string speaker = $"[{request.Target.Provider}/{request.Target.Id}]";

        // After a tool's result it always answers, even with a tool_choice of "required": a loop over tools must come to an end.
        if (MessageContent.Role(messages[^1]) == ChatFields.Tool)
        {
            return Text(request, $"{speaker} {ToolResults.Summarize(messages)}", "The tools have answered. I pass it on.");
        }

        if (ToolSelection.Choose(request.Body) is { } tool)
        {
            string name = ToolSelection.Name(tool);
            return new SimulatedAnswer("")
            {
                Reasoning = Reasoning(request, $"I need {name} for this."),
                ToolCalls = [new SimulatedToolCall(name, SchemaSampler.Sample(ToolSelection.Parameters(tool)))],
            };
        }

        return Text(request, $"{speaker} {Echo(messages)}", "The user has spoken. I repeat it.");
    }

    private static SimulatedAnswer Text(UpstreamRequest request, string text, string reasoning) =>
        new(StructuredAnswer.For(request, text) ?? text) { Reasoning = Reasoning(request, reasoning) };

    private static string? Reasoning(UpstreamRequest request, string text) => request.Dialect.Reasons ? text : null;

    private static string Echo(JsonElement[] messages)
    {
        int last = Array.FindLastIndex(messages, m => MessageContent.Role(m) == ChatFields.User);
        if (last < 0)
        {
            return "You said nothing.";
        }

        string said = TextPieces.Begin(MessageContent.Text(messages[last]), LongestEcho);
        string others = string.Join(", ", MessageContent.OtherParts(messages[last]));
        return others.Length == 0 ? $"You said: {said}" : $"You said: {said} (with {others})";
    }
}
