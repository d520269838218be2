namespace Routeur.AI.LocalGateway.Wire;

/// <summary>The Route object [/api-reference/routes/object].</summary>
internal static class RouteFields
{
    public const string IdPrefix = "route_";

    public const string Id = "id";
    public const string Name = "name";
    public const string Priority = "priority";
    public const string Enabled = "enabled";
    public const string ActionKind = "action_kind";
    public const string Pin = "pin";
    public const string Auto = "auto";
    public const string Match = "match";
    public const string RequestedModel = "requested_model";
    public const string Action = "action";
    public const string Provider = "provider";
    public const string Model = "model";
    public const string CreatedAt = "created_at";
    public const string UpdatedAt = "updated_at";
}
