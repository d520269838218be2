using System.Text.Json;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Simulation;

/// <summary>Which tool the simulated model calls: the one that <c>tool_choice</c> names, else the first function.</summary>
internal static class ToolSelection
{
    private const string None = "none";

    /// <summary>The function to call, or null when there is none or none may be called.</summary>
    public static JsonElement? Choose(JsonElement body)
    {
        JsonElement? choice = JsonValue.Member(body, ChatFields.ToolChoice);
        if (choice is { ValueKind: JsonValueKind.String } mode && mode.ValueEquals(None))
        {
            return null;
        }

        string? wanted = RequiredName(body);
        foreach (JsonElement tool in JsonValue.Items(body, ChatFields.Tools))
        {
            if (JsonValue.Member(tool, ChatFields.Function) is { } function && (wanted is null || Name(function) == wanted))
            {
                return function;
            }
        }

        return null;
    }

    /// <summary>The function that <c>tool_choice</c> asks for by name, if it does.</summary>
    public static string? RequiredName(JsonElement body) =>
        JsonValue.String(JsonValue.Member(JsonValue.Member(body, ChatFields.ToolChoice), ChatFields.Function), ChatFields.Name);

    public static string Name(JsonElement function) => function.GetProperty(ChatFields.Name).GetString()!;

    /// <summary>The schema of the function's arguments; a function without one takes none.</summary>
    public static JsonElement? Parameters(JsonElement function) => JsonValue.Member(function, ChatFields.Parameters);
}
