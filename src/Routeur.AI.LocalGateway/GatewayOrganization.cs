namespace Routeur.AI.LocalGateway;

/// <summary>
/// An owner of keys. Each has routes, traces and keys of its own and sees nobody else's; models, DLP and moderation rules are the gateway's
/// and apply to all.
/// </summary>
/// <param name="Id">What traces call it, for example <c>org_42</c>.</param>
public sealed record GatewayOrganization(string Id)
{
    internal const string DefaultId = "org_local";

    /// <summary>A disabled one's keys answer 403 <c>forbidden</c> [/guides/authentication]. Default false.</summary>
    public bool Disabled { get; init; }
}
