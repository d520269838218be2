using Microsoft.Extensions.AI;

namespace Routeur.AI.Soak.Traffic;

/// <summary>Where a call is to go, and who is to have answered.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Model">The model that answers.</param>
/// <param name="Forced">Whether the call asks for the provider; otherwise it is where the gateway sends it anyway.</param>
internal sealed record Target(string Provider, string Model, bool Forced = true)
{
    public static readonly Target Auto = new("openai", "gpt-4o-mini", Forced: false);
    public static readonly Target Gemini = new("gemini", "gemini-2.0-flash");
    public static readonly Target DeepSeek = new("deepseek", "deepseek-chat");

    /// <summary>A provider that the gateway does not have.</summary>
    public static readonly Target Nobody = new("nobody", "nothing");

    /// <summary>How the simulated model begins.</summary>
    public string Speaker => $"[{Provider}/{Model}]";

    /// <summary>Options for one call.</summary>
    public ChatOptions Options() => Forced ? new ChatOptions().WithRouteur(provider: Provider) : new ChatOptions();
}
