namespace Routeur.AI.LocalGateway.Upstreams;

/// <summary>The traits of a <see cref="GatewayDialect"/>. None of them is about routeur.ai: they are what providers are known for.</summary>
internal sealed record Dialect
{
    public static readonly Dialect Plain = new();
    public static readonly Dialect Gemini = new() { WholeToolCalls = true, RepeatsRole = true };
    public static readonly Dialect DeepSeek = new() { Reasons = true, MaxTokensOnly = true, UsageOnFinish = true, CountsCache = true };

    /// <summary>A tool call comes in one piece, without an id, and all have the index 0; a stream of them ends with <c>stop</c>.</summary>
    public bool WholeToolCalls { get; private init; }

    /// <summary>The role is on every chunk of a stream, not on the first one only.</summary>
    public bool RepeatsRole { get; private init; }

    /// <summary>The model thinks aloud before it answers.</summary>
    public bool Reasons { get; private init; }

    /// <summary><c>max_completion_tokens</c> is not known.</summary>
    public bool MaxTokensOnly { get; private init; }

    /// <summary>A stream's usage is on the chunk with the finish reason, also when nobody asked for it.</summary>
    public bool UsageOnFinish { get; private init; }

    /// <summary>The usage says how much of the prompt came from the provider's cache.</summary>
    public bool CountsCache { get; private init; }

    /// <summary>The dialect of a model: its own, else the one that all speak, else that of its provider.</summary>
    public static Dialect Of(GatewayModel model, GatewayDialect? ofAll) => (model.Dialect ?? ofAll ?? OfProvider(model.Provider)) switch
    {
        GatewayDialect.Gemini => Gemini,
        GatewayDialect.DeepSeek => DeepSeek,
        _ => Plain,
    };

    private static GatewayDialect OfProvider(string provider) => provider switch
    {
        "gemini" => GatewayDialect.Gemini,
        "deepseek" => GatewayDialect.DeepSeek,
        _ => GatewayDialect.Plain,
    };
}
