namespace Routeur.AI;

/// <summary>A place that calls can go to: a provider, an upstream model, or both.</summary>
/// <remarks>
/// A plain, bindable class: <c>"Fallbacks": [ { "Provider": "gemini", "Model": "gemini-2.5-pro" } ]</c>. Not thread-safe while it is being changed;
/// whoever takes one takes a copy. Two targets that say the same are equal.
/// </remarks>
public sealed record RouteurTarget
{
    /// <summary>Makes an empty target, for configuration.</summary>
    public RouteurTarget()
    {
    }

    /// <summary>Makes a target.</summary>
    /// <param name="provider">The provider (<c>Routeur-Provider</c>), or null.</param>
    /// <param name="model">The upstream model id (<c>Routeur-Model</c>), or null.</param>
    public RouteurTarget(string? provider, string? model = null)
    {
        Provider = provider;
        Model = model;
    }

    /// <summary>The provider, for example <c>openai</c>, <c>gemini</c> or <c>deepseek</c>: sent as <c>Routeur-Provider</c> [/guides/routing-rules]. Null: the service chooses.</summary>
    public string? Provider { get; set; }

    /// <summary>
    /// The upstream model id: sent as <c>Routeur-Model</c>, and as the body's <c>model</c>; never split at <c>/</c>. Null, or <c>auto</c>: the service chooses.
    /// </summary>
    public string? Model { get; set; }

    /// <summary>Provider and model, as one word for people.</summary>
    public override string ToString() => $"{Provider ?? "any provider"}/{Model ?? RouteurOptions.AutoModel}";
}
