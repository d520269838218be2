using Routeur.AI.LocalGateway.Http;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Management;

/// <summary>
/// Reads a rule from a request's body [/api-reference/routes/create], or a change of one: what the body does not mention stays. Members that
/// the Route object has and a body need not have, <c>id</c> for example, are ignored.
/// </summary>
internal sealed class RouteReader(IReadOnlyList<GatewayModel> models)
{
    public GatewayRule Read(JsonBody body, GatewayRule? before = null)
    {
        string name = body.Required(body.Text(RouteFields.Name) ?? before?.Name, RouteFields.Name);
        GatewayRuleAction kind = Kind(body) ?? before?.ActionKind
            ?? throw GatewayException.InvalidRequest($"{RouteFields.ActionKind} is required");
        string requestedModel = RequestedModel(body) ?? body.Required(before?.RequestedModel, RouteFields.Match);
        var (provider, model) = Action(body, kind) ?? (before is null ? default : (before.Provider, before.Model));
        var rule = new GatewayRule
        {
            Name = name,
            Priority = body.Integer(RouteFields.Priority) ?? before?.Priority ?? 0,
            Enabled = body.Flag(RouteFields.Enabled) ?? before?.Enabled ?? true,
            RequestedModel = requestedModel,
            ActionKind = kind,
            Provider = kind == GatewayRuleAction.Pin ? provider : null,
            Model = kind == GatewayRuleAction.Pin ? model : null,
        };
        return Check(body, rule, isNew: before is null);
    }

    private static GatewayRuleAction? Kind(JsonBody body) => body.Text(RouteFields.ActionKind) switch
    {
        null => null,
        RouteFields.Pin => GatewayRuleAction.Pin,
        RouteFields.Auto => GatewayRuleAction.Auto,
        { } other => throw GatewayException.InvalidRequest($"{RouteFields.ActionKind} must be pin or auto, not '{other}'"),
    };

    // Whether an empty match matches everything is not documented: here it must say something.
    private static string? RequestedModel(JsonBody body)
    {
        if (body.Object(RouteFields.Match) is not { } match)
        {
            return null;
        }

        match.AllowOnly(RouteFields.RequestedModel);
        return match.Required(match.Text(RouteFields.RequestedModel), RouteFields.RequestedModel);
    }

    private static (string? Provider, string? Model)? Action(JsonBody body, GatewayRuleAction kind)
    {
        if (body.Object(RouteFields.Action) is not { } action)
        {
            return null;
        }

        // What an `auto` rule's action holds is not documented, and anything may stand there.
        if (kind == GatewayRuleAction.Auto)
        {
            return (null, null);
        }

        action.AllowOnly(RouteFields.Provider, RouteFields.Model);
        return (
            action.Required(action.Text(RouteFields.Provider), RouteFields.Provider),
            action.Required(action.Text(RouteFields.Model), RouteFields.Model));
    }

    private GatewayRule Check(JsonBody body, GatewayRule rule, bool isNew)
    {
        bool lacksAction = isNew ? body.Object(RouteFields.Action) is null : rule is { ActionKind: GatewayRuleAction.Pin, Model: null };
        if (lacksAction)
        {
            throw GatewayException.InvalidRequest($"{RouteFields.Action} is required");
        }

        return rule.ActionKind == GatewayRuleAction.Auto || models.Any(m => m.Provider == rule.Provider && m.Id == rule.Model)
            ? rule
            : throw GatewayException.InvalidRequest($"action names an unknown model: {rule.Model} of provider {rule.Provider}");
    }
}
