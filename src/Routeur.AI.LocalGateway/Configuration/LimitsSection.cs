namespace Routeur.AI.LocalGateway.Configuration;

/// <summary>The caps of keys [/guides/rate-limits].</summary>
internal static class LimitsSection
{
    public static RouteurLocalGatewayOptions Read(ConfigObject members, RouteurLocalGatewayOptions options)
    {
        options.RequestsPerMinute = members.Find("requests_per_minute")?.Integer() ?? options.RequestsPerMinute;
        options.TokensPerMinute = members.Find("tokens_per_minute")?.Integer() ?? options.TokensPerMinute;
        options.RateWindow = members.Find("window")?.Choice(("fixed", GatewayRateWindow.Fixed), ("sliding", GatewayRateWindow.Sliding)) ?? options.RateWindow;
        return options;
    }
}
