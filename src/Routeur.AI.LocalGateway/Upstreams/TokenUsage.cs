namespace Routeur.AI.LocalGateway.Upstreams;

/// <summary>The tokens of one answer, as far as it has come; those of its reasoning are among the completion's.</summary>
internal readonly record struct TokenUsage(int Prompt, int Completion, int Reasoning = 0)
{
    public int Total => Prompt + Completion;
}
