namespace Routeur.AI.LocalGateway.Wire;

/// <summary>The values of <c>route_reason</c>.</summary>
internal static class RouteReasons
{
    // [/guides/routing-rules], [/guides/traces]
    public const string Default = "default";
    public const string RulePrefix = "rule:";

    // Not documented for header overrides and explicit ids: our choice, written down in the README.
    public const string Header = "header";
    public const string Explicit = "explicit";
}
