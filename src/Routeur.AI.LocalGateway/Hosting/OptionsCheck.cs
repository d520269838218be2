using Routeur.AI.LocalGateway.Keys;

namespace Routeur.AI.LocalGateway.Hosting;

/// <summary>Finds mistakes in the options before the gateway starts.</summary>
internal static class OptionsCheck
{
    public static void Run(RouteurLocalGatewayOptions options)
    {
        Require(options.Port is >= 0 and <= 65535, $"Port is {options.Port}; it must be 0 to 65535.");
        Require(
            options.ApiKey is null || KeySecret.IsValid(options.ApiKey),
            "ApiKey must be 'rtr_' and more, of printable ASCII characters without spaces.");
        Require(options.RequestsPerMinute > 0, "RequestsPerMinute must be at least 1.");
        Require(options.TokensPerMinute > 0, "TokensPerMinute must be at least 1.");
        Require(options.ChunkDelay >= TimeSpan.Zero, "ChunkDelay must not be negative.");
        Require(options.MaxRequestBodyBytes > 0, "MaxRequestBodyBytes must be at least 1.");
        Require(options.MaxRecordedRequests >= 0, "MaxRecordedRequests must not be negative.");
        Require(options.MaxTraces >= 0, "MaxTraces must not be negative.");
        Require(options.MaxPayloadLayerBytes > 0, "MaxPayloadLayerBytes must be at least 1.");
        Require(options.MaxPayloadBytes > 0, "MaxPayloadBytes must be at least 1.");
        Require(options.PayloadUrlLifetime > TimeSpan.Zero && options.PayloadUrlLifetime.TotalDays <= 365, "PayloadUrlLifetime must be more than zero, and a year at most.");
        Require(Enum.IsDefined(options.RateWindow), "RateWindow has an unknown value.");
        Require(Enum.IsDefined(options.RevokedKeyAnswer), "RevokedKeyAnswer has an unknown value.");
        Require(options.ShutdownTimeout >= TimeSpan.Zero, "ShutdownTimeout must not be negative.");
        Require(options.TimeProvider is not null, "TimeProvider must not be null.");
        CheckModels(options.Models);
        CheckRules(options.Rules, options.Models);
    }

    private static void CheckModels(IReadOnlyList<GatewayModel> models)
    {
        Require(models is { Count: > 0 }, "Models must hold at least one model.");
        var known = new HashSet<(string, string)>();
        foreach (GatewayModel model in models)
        {
            Require(
                !string.IsNullOrWhiteSpace(model.Id) && !string.IsNullOrWhiteSpace(model.Provider),
                $"Models: '{model.Id}' of '{model.Provider}' needs an id and a provider.");
            Require(known.Add((model.Provider, model.Id)), $"Models holds '{model.Id}' of '{model.Provider}' twice.");
        }
    }

    private static void CheckRules(IReadOnlyList<GatewayRule> rules, IReadOnlyList<GatewayModel> models)
    {
        Require(rules is not null, "Rules must not be null.");
        var known = new HashSet<string>();
        foreach (GatewayRule rule in rules!)
        {
            Require(!string.IsNullOrWhiteSpace(rule.Name), "Rules: a rule needs a name.");
            Require(known.Add(rule.Name), $"Rules holds '{rule.Name}' twice.");
            Require(
                rule.ActionKind != GatewayRuleAction.Pin || models.Any(m => m.Provider == rule.Provider && m.Id == rule.Model),
                $"Rules: '{rule.Name}' pins '{rule.Model}' of '{rule.Provider}', which is not in Models.");
        }
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new ArgumentException(otherwise);
        }
    }
}
