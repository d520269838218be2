using Routeur.AI.LocalGateway.Upstreams;

namespace Routeur.AI.LocalGateway.Simulation;

/// <summary>Counts an answer's tokens while it grows.</summary>
internal sealed class TokenMeter(int promptTokens)
{
    private int _reasoning;
    private int _rest;

    public TokenUsage Usage
    {
        get
        {
            int reasoning = TokenCounter.Count(_reasoning);
            return new TokenUsage(promptTokens, reasoning + TokenCounter.Count(_rest), reasoning);
        }
    }

    public TokenUsage Count(string piece)
    {
        _rest += piece.Length;
        return Usage;
    }

    public TokenUsage CountReasoning(string piece)
    {
        _reasoning += piece.Length;
        return Usage;
    }
}
