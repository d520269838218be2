using Routeur.AI.LocalGateway.Keys;
using Routeur.AI.LocalGateway.Policies.Dlp;
using Routeur.AI.LocalGateway.Policies.Moderation;
using Routeur.AI.LocalGateway.Upstreams;
using static Routeur.AI.LocalGateway.Hosting.OptionException;

namespace Routeur.AI.LocalGateway.Hosting;

/// <summary>Finds mistakes in the options before the gateway starts.</summary>
internal static class OptionsCheck
{
    private const string HeaderReason = "must be printable ASCII without spaces around it, since it travels in headers";
    private const string LongestReason = "must not be longer than 24 days, the most that a timer can wait";

    /// <exception cref="ArgumentException">An option is wrong.</exception>
    public static void Run(RouteurLocalGatewayOptions options)
    {
        try
        {
            Find(options);
        }
        catch (OptionException e)
        {
            throw new ArgumentException(e.Message, e);
        }
    }

    /// <exception cref="OptionException">An option is wrong.</exception>
    public static void Find(RouteurLocalGatewayOptions options)
    {
        Require(options.Port is >= 0 and <= 65535, "Port", $"is {options.Port}; it must be 0 to 65535");
        Require(options.ApiKey is null || KeySecret.IsValid(options.ApiKey), "ApiKey", KeySecret.Requirement);
        Require(options.RequestsPerMinute > 0, "RequestsPerMinute", "must be at least 1");
        Require(options.TokensPerMinute > 0, "TokensPerMinute", "must be at least 1");
        Require(options.ChunkDelay >= TimeSpan.Zero, "ChunkDelay", "must not be negative");
        Require(options.ChunkDelay <= GatewayPause.Longest, "ChunkDelay", LongestReason);
        Require(options.Dialect is null || Enum.IsDefined(options.Dialect.Value), "Dialect", $"is {options.Dialect}, which is none");
        Require(options.MaxRequestBodyBytes > 0, "MaxRequestBodyBytes", "must be at least 1");
        Require(options.MaxRecordedRequests >= 0, "MaxRecordedRequests", "must not be negative");
        Require(options.MaxRecordedBytes >= 0, "MaxRecordedBytes", "must not be negative");
        Require(options.MaxTraces >= 0, "MaxTraces", "must not be negative");
        Require(options.MaxPayloadLayerBytes > 0, "MaxPayloadLayerBytes", "must be at least 1");
        Require(options.MaxPayloadBytes > 0, "MaxPayloadBytes", "must be at least 1");
        Require(
            options.PayloadUrlLifetime > TimeSpan.Zero && options.PayloadUrlLifetime.TotalDays <= 365,
            "PayloadUrlLifetime",
            "must be more than zero, and a year at most");
        Require(Enum.IsDefined(options.RateWindow), "RateWindow", $"is {options.RateWindow}, which is none");
        Require(Enum.IsDefined(options.RevokedKeyAnswer), "RevokedKeyAnswer", $"is {options.RevokedKeyAnswer}, which is none");
        Require(options.ShutdownTimeout >= TimeSpan.Zero, "ShutdownTimeout", "must not be negative");
        Require(options.ShutdownTimeout <= GatewayPause.Longest, "ShutdownTimeout", LongestReason);
        Require(options.TimeProvider is not null, "TimeProvider", "must not be null");
        CheckModels(options.Models);
        CheckRules(options.Rules, options.Models);

        // What these find wrong, they find while they put things together.
        _ = new KeyRing(options, options.ApiKey ?? KeySecret.New());
        _ = new DlpPolicy(options.DlpRules, options.DlpMatchTimeout);
        _ = new ModerationPolicy(options.ModerationRules);
    }

    private static void CheckModels(IReadOnlyList<GatewayModel> models)
    {
        Require(models is { Count: > 0 }, "Models", "must hold at least one model");
        var known = new HashSet<(string, string)>();
        foreach ((GatewayModel model, string place) in Items(models, "Models"))
        {
            Require(!string.IsNullOrWhiteSpace(model.Id), $"{place}.Id", "must not be empty");
            Require(!string.IsNullOrWhiteSpace(model.Provider), $"{place}.Provider", "must not be empty");
            Require(FitsIntoHeader(model.Id), $"{place}.Id", HeaderReason);
            Require(FitsIntoHeader(model.Provider), $"{place}.Provider", HeaderReason);
            Require(model.PromptPrice >= 0, $"{place}.PromptPrice", "must not be negative");
            Require(model.CompletionPrice >= 0, $"{place}.CompletionPrice", "must not be negative");
            Require(known.Add((model.Provider, model.Id)), place, $"is '{model.Id}' of '{model.Provider}', which is there already");
        }
    }

    private static bool FitsIntoHeader(string name) => name.Trim() == name && name.All(c => c is >= ' ' and <= '~');

    private static void CheckRules(IReadOnlyList<GatewayRule> rules, IReadOnlyList<GatewayModel> models)
    {
        var known = new HashSet<string>();
        foreach ((GatewayRule rule, string place) in Items(rules, "Rules"))
        {
            Require(!string.IsNullOrWhiteSpace(rule.Name), $"{place}.Name", "must not be empty");
            Require(known.Add(rule.Name), $"{place}.Name", $"is '{rule.Name}', as that of another rule");
            Require(!string.IsNullOrWhiteSpace(rule.RequestedModel), $"{place}.RequestedModel", "must not be empty");
            if (rule.ActionKind == GatewayRuleAction.Pin)
            {
                Require(models.Any(m => m.Provider == rule.Provider), $"{place}.Provider", $"is '{rule.Provider}', and there is no model of that provider");
                Require(
                    models.Any(m => m.Provider == rule.Provider && m.Id == rule.Model),
                    $"{place}.Model",
                    $"is '{rule.Model}', which is no model of '{rule.Provider}'");
            }
        }
    }
}
