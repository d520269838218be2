namespace Routeur.AI.LocalGateway;

/// <summary>A model that the gateway can route to [/api-reference/models/object].</summary>
/// <param name="Id">The upstream's id, for example <c>gpt-4o-mini</c>: what a client names in <c>model</c> or <c>Routeur-Model</c>. Printable ASCII without spaces around it, since it travels in headers.</param>
/// <param name="Provider">Whose it is: <c>openai</c>, <c>gemini</c>, <c>deepseek</c>, or any other name of printable ASCII without spaces around it.</param>
public sealed record GatewayModel(string Id, string Provider)
{
    /// <summary>
    /// The table that a gateway starts with: <c>gpt-4o-mini</c> (which <c>auto</c> stands for) and <c>gpt-4o</c> of <c>openai</c>,
    /// <c>gemini-2.0-flash</c> of <c>gemini</c>, <c>deepseek-chat</c> of <c>deepseek</c>.
    /// </summary>
    /// <remarks>
    /// The service's documentation gives no context windows and no prices. The prices of <c>gpt-4o-mini</c> are those that its sample
    /// trace adds up to [/guides/traces]; the other figures are plausible and invented.
    /// </remarks>
    public static IReadOnlyList<GatewayModel> Defaults { get; } =
    [
        new("gpt-4o-mini", "openai")
        {
            Aliases = ["auto"],
            PromptPrice = 0.15m,
            CompletionPrice = 0.60m,
            SnapshotName = "gpt-4o-mini-2024-07-18",
        },
        new("gpt-4o", "openai") { PromptPrice = 2.50m, CompletionPrice = 10.00m, SnapshotName = "gpt-4o-2024-08-06" },
        new("gemini-2.0-flash", "gemini") { ContextWindow = 1_048_576, PromptPrice = 0.10m, CompletionPrice = 0.40m },
        new("deepseek-chat", "deepseek") { ContextWindow = 65_536, PromptPrice = 0.27m, CompletionPrice = 1.10m },
    ];

    /// <summary>
    /// Names that stand for this model when no rule matches them. When several models carry one name, the first configured one in the
    /// table is taken. Empty by default.
    /// </summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>How many tokens prompt and completion may have together; information only, the gateway enforces no limit. Default 128,000.</summary>
    public int ContextWindow { get; init; } = 128_000;

    /// <summary>The price of prompt tokens in USD per million. Default 0.</summary>
    public decimal PromptPrice { get; init; }

    /// <summary>The price of completion tokens in USD per million. Default 0.</summary>
    public decimal CompletionPrice { get; init; }

    /// <summary>Whether a credential for the provider is mounted. A model without one answers 502 <c>upstream_error</c>. Default true.</summary>
    public bool Configured { get; init; } = true;

    /// <summary>
    /// The dated name that the upstream puts into the answer's <c>model</c> [/guides/request-lifecycle]; null (the default): <see cref="Id"/>.
    /// </summary>
    public string? SnapshotName { get; init; }

    /// <summary>How the model deviates from OpenAI's wire format; null (the default): as <see cref="RouteurLocalGatewayOptions.Dialect"/> says.</summary>
    public GatewayDialect? Dialect { get; init; }

    internal decimal CostOf(int promptTokens, int completionTokens) =>
        ((promptTokens * PromptPrice) + (completionTokens * CompletionPrice)) / 1_000_000m;
}
