using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Routeur.AI.Errors;

namespace Routeur.AI.DependencyInjection;

/// <summary>
/// Names the keys of clients' sections that are no settings, each once: a misspelt key would otherwise have no effect without a word.
/// Values are never looked at. Thread-safe.
/// </summary>
internal sealed class UnknownSettings(
    RouteurSections sections, IEnumerable<RouteurSection> given, IEnumerable<IOptionsChangeTokenSource<RouteurOptions>> clients, ILogger logger)
{
    private static readonly string[] Settings =
    [
        nameof(RouteurOptions.ApiKey), nameof(RouteurOptions.Endpoint), nameof(RouteurOptions.AllowInsecureEndpoint), nameof(RouteurOptions.Model),
        nameof(RouteurOptions.Provider), nameof(RouteurOptions.Trace), nameof(RouteurOptions.ConnectTimeout), nameof(RouteurOptions.StreamFirstByteTimeout),
        nameof(RouteurOptions.StreamIdleTimeout), nameof(RouteurOptions.ResponseTimeout), nameof(RouteurOptions.MaxRetries),
        nameof(RouteurOptions.MaxRetryDelay), nameof(RouteurOptions.RetryTimeouts), nameof(RouteurOptions.Fallbacks), nameof(RouteurOptions.TotalTimeout),
        nameof(RouteurOptions.RespectRateLimits), nameof(RouteurOptions.QueueLimit), nameof(RouteurOptions.QueueTimeout),
    ];

    private readonly HashSet<string> _told = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Looks through what one client reads: its own sections and those that it inherits.</summary>
    public void Tell(string client)
    {
        foreach (IConfiguration section in sections.Of(Options.DefaultName).Concat(sections.Of(client)))
        {
            // Who hands over the whole configuration of the app has other things in it.
            if (section is not IConfigurationSection)
            {
                continue;
            }

            foreach (IConfigurationSection child in section.GetChildren())
            {
                if (!IsKnown(child) && IsNew(child.Path))
                {
                    SettingsLog.Unknown(logger, Secrets.Hide(child.Path), Settings.MinBy(setting => Distance(setting, child.Key))!);
                }
            }
        }
    }

    /// <summary>Whether it is a setting, or what a client reads as a section of its own.</summary>
    private bool IsKnown(IConfigurationSection child) =>
        Settings.Contains(child.Key, StringComparer.OrdinalIgnoreCase) ||
        clients.Any(client => string.Equals(client.Name, child.Key, StringComparison.OrdinalIgnoreCase)) ||
        given.Any(section => section.Configuration is IConfigurationSection { Path: { } path } &&
            (path + ConfigurationPath.KeyDelimiter).StartsWith(child.Path + ConfigurationPath.KeyDelimiter, StringComparison.OrdinalIgnoreCase));

    private bool IsNew(string path)
    {
        lock (_told)
        {
            return _told.Add(path);
        }
    }

    /// <summary>How many letters must be put in, taken out or changed to make one word of the other, whatever their case.</summary>
    private static int Distance(string word, string other)
    {
        int[] costs = [.. Enumerable.Range(0, other.Length + 1)];
        for (int i = 1; i <= word.Length; i++)
        {
            int diagonal = costs[0]++;
            for (int j = 1; j <= other.Length; j++)
            {
                int change = diagonal + (char.ToUpperInvariant(word[i - 1]) == char.ToUpperInvariant(other[j - 1]) ? 0 : 1);
                diagonal = costs[j];
                costs[j] = Math.Min(change, Math.Min(costs[j - 1], diagonal) + 1);
            }
        }

        return costs[^1];
    }
}
