namespace Routeur.AI.RateLimiting;

/// <summary>Guesses a call's tokens before it is sent, and learns from the usage that comes back. Not thread-safe.</summary>
internal sealed class TokenEstimate
{
    /// <summary>About four bytes of JSON make a token.</summary>
    private const double FirstTokensPerByte = 0.25;
    private const double FirstCompletion = 256;

    /// <summary>How many calls the memory reaches back.</summary>
    private const int Memory = 64;

    /// <summary>No model reads or writes that much in one call.</summary>
    private const long Senseless = 100_000_000;

    private double _tokensPerByte = FirstTokensPerByte;
    private double _completion = FirstCompletion;
    private int _seen;

    /// <summary>A count as an answer told it; null when it cannot be one, which would hold back every later call.</summary>
    public static long? Sensible(long? tokens) => tokens is >= 0 and < Senseless ? tokens : null;

    public long Prompt(long bodyBytes) => (long)Math.Ceiling(bodyBytes * _tokensPerByte);

    /// <param name="cap">The caller's cap on output tokens.</param>
    public long Completion(int? cap) => Math.Min((long)Math.Ceiling(_completion), cap ?? long.MaxValue);

    public void Learn(long bodyBytes, long prompt, long completion)
    {
        double weight = 1.0 / Math.Min(++_seen, Memory);
        _completion += ((completion - _completion) * weight);
        if (bodyBytes > 0)
        {
            _tokensPerByte += (((double)prompt / bodyBytes) - _tokensPerByte) * weight;
        }
    }
}
