namespace Routeur.AI.LocalGateway;

/// <summary>How a simulated provider deviates from OpenAI's wire format, as the provider it stands for does.</summary>
public enum GatewayDialect
{
    /// <summary>OpenAI's own format, by the book.</summary>
    Plain,

    /// <summary>
    /// Google's OpenAI-compatible endpoint: tool calls have an empty <c>id</c> and, in streams, all the index 0, their arguments in one
    /// piece and the <c>finish_reason</c> <c>stop</c>; every chunk of a stream repeats the role.
    /// </summary>
    Gemini,

    /// <summary>
    /// DeepSeek: thinks aloud in <c>reasoning_content</c> before the answer, knows <c>max_tokens</c> but not
    /// <c>max_completion_tokens</c>, reports <c>prompt_cache_hit_tokens</c> and <c>prompt_cache_miss_tokens</c>, and puts the usage on a
    /// stream's finishing chunk whether it was asked for or not.
    /// </summary>
    DeepSeek,
}
