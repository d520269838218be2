namespace Routeur.AI.Wire;

/// <summary>
/// The JSON names of an answer. Names of other gateways' dialects say whose they are. What only one reader knows (the counters of usage, the
/// members of a content part or a citation) stands in that reader.
/// </summary>
internal static class ResponseNames
{
    public static ReadOnlySpan<byte> Id => "id"u8;

    public static ReadOnlySpan<byte> Object => "object"u8;

    public static ReadOnlySpan<byte> Created => "created"u8;

    public static ReadOnlySpan<byte> Model => "model"u8;

    public static ReadOnlySpan<byte> Choices => "choices"u8;

    public static ReadOnlySpan<byte> Usage => "usage"u8;

    public static ReadOnlySpan<byte> Error => "error"u8;

    /// <summary>The service's trace block [/guides/traces].</summary>
    public static ReadOnlySpan<byte> Routeur => "routeur"u8;

    /// <summary>Random padding that OpenAI adds to every chunk against traffic analysis.</summary>
    public static ReadOnlySpan<byte> Obfuscation => "obfuscation"u8;

    /// <summary>Perplexity, xAI: an array of addresses beside the choices.</summary>
    public static ReadOnlySpan<byte> Citations => "citations"u8;

    public static ReadOnlySpan<byte> Index => "index"u8;

    public static ReadOnlySpan<byte> Message => "message"u8;

    public static ReadOnlySpan<byte> Delta => "delta"u8;

    public static ReadOnlySpan<byte> FinishReason => "finish_reason"u8;

    public static ReadOnlySpan<byte> LogProbs => "logprobs"u8;

    public static ReadOnlySpan<byte> Role => "role"u8;

    public static ReadOnlySpan<byte> Content => "content"u8;

    public static ReadOnlySpan<byte> Refusal => "refusal"u8;

    public static ReadOnlySpan<byte> ToolCalls => "tool_calls"u8;

    /// <summary>The predecessor of <c>tool_calls</c>.</summary>
    public static ReadOnlySpan<byte> FunctionCall => "function_call"u8;

    public static ReadOnlySpan<byte> Audio => "audio"u8;

    public static ReadOnlySpan<byte> Annotations => "annotations"u8;

    /// <summary>OpenRouter: generated images beside the content.</summary>
    public static ReadOnlySpan<byte> Images => "images"u8;

    /// <summary>DeepSeek, vLLM.</summary>
    public static ReadOnlySpan<byte> ReasoningContent => "reasoning_content"u8;

    /// <summary>OpenRouter, Groq, newer vLLM.</summary>
    public static ReadOnlySpan<byte> Reasoning => "reasoning"u8;

    /// <summary>OpenRouter: the same reasoning in typed parts, some of them encrypted.</summary>
    public static ReadOnlySpan<byte> ReasoningDetails => "reasoning_details"u8;

    public static ReadOnlySpan<byte> Function => "function"u8;

    public static ReadOnlySpan<byte> Name => "name"u8;

    public static ReadOnlySpan<byte> Arguments => "arguments"u8;

    public static ReadOnlySpan<byte> Text => "text"u8;

    public static ReadOnlySpan<byte> Data => "data"u8;

    public static ReadOnlySpan<byte> Transcript => "transcript"u8;
}
