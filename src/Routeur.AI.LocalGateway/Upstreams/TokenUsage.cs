namespace Routeur.AI.LocalGateway.Upstreams;

/// <summary>The tokens of one answer, as far as it has come.</summary>
internal readonly record struct TokenUsage(int Prompt, int Completion)
{
    public int Total => Prompt + Completion;
}
