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
        ["RateWindow"] = "limits.window",
        ["ChunkDelay"] = "chunk_delay_ms",
        ["ShutdownTimeout"] = "shutdown_timeout_ms",
        ["DlpMatchTimeout"] = "dlp_match_timeout_ms",
        ["PayloadUrlLifetime"] = "payload_url_lifetime_ms",
        ["Models[].PromptPrice"] = "pricing.prompt",
        ["Models[].CompletionPrice"] = "pricing.completion",
        ["Rules[].RequestedModel"] = "match.requested_model",
        ["Rules[].Provider"] = "action.provider",
        ["Rules[].Model"] = "action.model",
    };

    /// <summary>The path of <c>Rules[2].Provider</c>: <c>$.rules[2].action.provider</c>.</summary>
    public static string Of(string option)
    {
        string[] named = [.. option.Split('.').Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];
        if (Elsewhere.TryGetValue(Index().Replace(option, "[]"), out string? there))
        {
            named[^1] = there;
        }

        return "$." + string.Join('.', named);
    }

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Index();
}
