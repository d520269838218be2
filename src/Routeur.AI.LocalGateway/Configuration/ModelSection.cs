namespace Routeur.AI.LocalGateway.Configuration;

/// <summary>A model, under the names of the Model object [/api-reference/models/object].</summary>
internal static class ModelSection
{
    private static readonly GatewayModel Defaults = new("", "");

    public static GatewayModel Read(ConfigNode node) => node.Object(Read);

    public static GatewayDialect Dialect(ConfigNode node) =>
        node.Choice(("plain", GatewayDialect.Plain), ("gemini", GatewayDialect.Gemini), ("deepseek", GatewayDialect.DeepSeek));

    private static GatewayModel Read(ConfigObject members)
    {
        var model = new GatewayModel(members.Get("id").Text(), members.Get("provider").Text())
        {
            Aliases = members.Find("aliases")?.List(alias => alias.Text()) ?? Defaults.Aliases,
            ContextWindow = members.Find("context_window")?.Integer(1) ?? Defaults.ContextWindow,
            Configured = members.Find("configured")?.Flag() ?? Defaults.Configured,
            SnapshotName = members.Find("snapshot_name")?.Text(),
            Dialect = members.Find("dialect") is { } dialect ? Dialect(dialect) : null,
        };
        return members.Find("pricing")?.Object(prices => model with
        {
            PromptPrice = prices.Find("prompt")?.Number() ?? Defaults.PromptPrice,
            CompletionPrice = prices.Find("completion")?.Number() ?? Defaults.CompletionPrice,
        }) ?? model;
    }
}
