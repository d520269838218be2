namespace Routeur.AI.LocalGateway.Configuration;

/// <summary>A key and its owner [/guides/authentication].</summary>
internal static class KeySection
{
    public static GatewayApiKey Read(ConfigNode node) => node.Object(members =>
    {
        var key = new GatewayApiKey
        {
            Key = members.Get("key").Text(),
            Name = members.Get("name").Text(),
            Id = members.Find("id")?.Text(),
            RequestsPerMinute = members.Find("requests_per_minute")?.Integer(),
            TokensPerMinute = members.Find("tokens_per_minute")?.Integer(),
        };
        return key with
        {
            OrganizationId = members.Find("organization_id")?.Text() ?? key.OrganizationId,
            Revoked = members.Find("revoked")?.Flag() ?? key.Revoked,
        };
    });

    public static GatewayOrganization ReadOrganization(ConfigNode node) => node.Object(members =>
        new GatewayOrganization(members.Get("id").Text()) { Disabled = members.Find("disabled")?.Flag() ?? false });
}
