using System.Text.Json;
using System.Text.RegularExpressions;

namespace Routeur.AI.LocalGateway.Configuration;

/// <summary>Where an option stands in a configuration file.</summary>
internal static partial class ConfigPath
{
    // All other options have their own name, in the service's spelling.
    private static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["RequestsPerMinute"] = "limits.requests_per_minute",
        ["TokensPerMinute"] = "limits.tokens_per_minute",
        ["ChunkDelay"] = "chunk_delay_ms",
        ["ShutdownTimeout"] = "shutdown_timeout_ms",
        ["PromptPrice"] = "pricing.prompt",
        ["CompletionPrice"] = "pricing.completion",
        ["Rules[].RequestedModel"] = "match.requested_model",
        ["Rules[].Provider"] = "action.provider",
        ["Rules[].Model"] = "action.model",
    };

    /// <summary>The path of <c>Rules[2].Provider</c>: <c>$.rules[2].action.provider</c>.</summary>
    public static string Of(string option)
    {
        string[] steps = option.Split('.');
        string[] named = [.. steps.Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];
        if (Elsewhere.TryGetValue(Index().Replace(option, "[]"), out string? there) || Elsewhere.TryGetValue(steps[^1], out there))
        {
            named[^1] = there;
        }

        return "$." + string.Join('.', named);
    }

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Index();
}
