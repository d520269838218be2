using Routeur.AI.LocalGateway.Http;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Routing;

/// <summary>
/// Chooses provider and model: override headers, then an explicit id, then rules, then the default mapping [/sdks/curl],
/// [/guides/routing-rules].
/// </summary>
internal sealed class RouteResolver(IReadOnlyList<GatewayModel> models)
{
    private const string Auto = "auto";

    public IReadOnlyList<GatewayModel> Models => models;

    /// <param name="headers">The override headers.</param>
    /// <param name="requestedModel">The caller's <c>model</c>.</param>
    /// <param name="rules">The enabled rules in the order in which they are asked.</param>
    public GatewayRoute Resolve(RoutingHeaders headers, string requestedModel, IReadOnlyList<GatewayRule> rules)
    {
        if (headers.Provider is not null || headers.Model is not null)
        {
            return new GatewayRoute(Forced(headers.Provider, headers.Model), requestedModel, RouteReasons.Header);
        }

        if (models.Any(m => m.Id == requestedModel))
        {
            return new GatewayRoute(Configured(m => m.Id == requestedModel), requestedModel, RouteReasons.Explicit);
        }

        if (rules.FirstOrDefault(r => r.RequestedModel == requestedModel) is { } rule)
        {
            GatewayModel target = rule.ActionKind == GatewayRuleAction.Pin
                ? Configured(m => m.Provider == rule.Provider && m.Id == rule.Model)
                : Cheapest();
            return new GatewayRoute(target, requestedModel, RouteReasons.RulePrefix + rule.Name);
        }

        return new GatewayRoute(ByDefault(requestedModel), requestedModel, RouteReasons.Default);
    }

    /// <summary>
    /// The model that an id or an alias stands for without any rule, preferably a configured one; null if there is none.
    /// </summary>
    public GatewayModel? Describe(string idOrAlias) =>
        Preferred(m => m.Id == idOrAlias)
        ?? Preferred(m => m.Aliases.Contains(idOrAlias))
        ?? (idOrAlias == Auto ? models.Where(m => m.Configured).MinBy(Price) : null);

    private GatewayModel? Preferred(Func<GatewayModel, bool> fits) =>
        models.FirstOrDefault(m => m.Configured && fits(m)) ?? models.FirstOrDefault(fits);

    // One header alone and inconsistent pairs are not documented. A provider alone takes its first model, since the body's model is
    // ignored; a model alone finds its provider; a pair that does not exist is not found.
    private GatewayModel Forced(string? provider, string? model)
    {
        if (provider is not null && !models.Any(m => m.Provider == provider && m.Configured))
        {
            throw GatewayException.ProviderUnconfigured();
        }

        if (!models.Any(m => Fits(m, provider, model)))
        {
            throw GatewayException.NotFound(provider is null ? $"unknown model: {model}" : $"unknown model: {model} of provider {provider}");
        }

        return Configured(m => Fits(m, provider, model));
    }

    private static bool Fits(GatewayModel candidate, string? provider, string? model) =>
        (provider is null || candidate.Provider == provider) && (model is null || candidate.Id == model);

    private GatewayModel ByDefault(string requestedModel)
    {
        if (models.Any(m => m.Aliases.Contains(requestedModel)))
        {
            return Configured(m => m.Aliases.Contains(requestedModel));
        }

        // A model string that is neither an id nor an alias is not documented; `auto` needs no mapping to mean something.
        return requestedModel == Auto ? Cheapest() : throw GatewayException.NotFound($"unknown model: {requestedModel}");
    }

    private GatewayModel Configured(Func<GatewayModel, bool> fits) =>
        models.FirstOrDefault(m => m.Configured && fits(m)) ?? throw GatewayException.ProviderUnconfigured();

    // "The cheapest capable model" [/guides/introduction], without a judgement on who is capable.
    private GatewayModel Cheapest() =>
        models.Where(m => m.Configured).MinBy(Price) ?? throw GatewayException.ProviderUnconfigured();

    private static decimal Price(GatewayModel model) => model.PromptPrice + model.CompletionPrice;
}
