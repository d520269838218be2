using System.Text;

namespace Routeur.AI.Benchmarks.Network;

/// <summary>What the service answers: a media type, and the body in the pieces in which the network brings it.</summary>
internal sealed record Answer(string MediaType, ReadOnlyMemory<byte>[] Pieces)
{
    // What OpenAI writes into every chunk when usage was asked for, [/api-reference/chat-completions/create] being its dialect.
    private const string ChunkHead =
        """{"id":"chatcmpl-CXz0kV3wLqT7mB2nF8sYpR4dHa","object":"chat.completion.chunk","created":1763800000,"model":"gpt-4o-mini-2024-07-18","service_tier":"default","system_fingerprint":"fp_560af6e559",""";

    private const string Usage =
        """{"prompt_tokens":128,"completion_tokens":200,"total_tokens":328,"prompt_tokens_details":{"cached_tokens":64,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}""";

    private const string Trace =
        """{"request_id":"01KAQ8Z3N5V7","provider":"openai","model":"gpt-4o-mini","requested_model":"auto","route_reason":"default","latency_ms":2939,"cost_usd":0.00000615,"redactions":0}""";

    private static readonly string[] Words = ["The", " quick", " brown", " fox", " jumps", " over", " the", " lazy", " dog", ".", "\\n", " Voilà"];

    /// <summary>A plain answer of about 120 words.</summary>
    public static Answer Plain()
    {
        string text = string.Concat(Enumerable.Range(0, 120).Select(Word));
        return new("application/json", [Encoding.UTF8.GetBytes(
            $$"""{"id":"chatcmpl-CXz0kV3wLqT7mB2nF8sYpR4dHa","object":"chat.completion","created":1763800000,"model":"gpt-4o-mini-2024-07-18","choices":[{"index":0,"message":{"role":"assistant","content":"{{text}}","refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"stop"}],"usage":{{Usage}},"service_tier":"default","system_fingerprint":"fp_560af6e559","routeur":{{Trace}}}""")]);
    }

    /// <summary>A stream of so many chunks of text, each one word; the ends that every stream has come on top.</summary>
    public static Answer TextStream(int chunks) => Stream(Enumerable.Range(0, chunks).Select(i => $$"""{"content":"{{Word(i)}}"}"""), "stop");

    /// <summary>A stream of two tool calls, their arguments in so many pieces in all.</summary>
    public static Answer ToolCallStream(int chunks) => Stream(ToolCall(0, chunks / 2).Concat(ToolCall(1, chunks - (chunks / 2))), "tool_calls");

    private static IEnumerable<string> ToolCall(int index, int pieces)
    {
        yield return $$$"""{"tool_calls":[{"index":{{{index}}},"id":"call_{{{index}}}Vd8sKq2LmX","type":"function","function":{"name":"find_offers","arguments":""}}]}""";
        for (int i = 0; i < pieces; i++)
        {
            string piece = i == 0 ? "{\\\"text\\\":\\\"" : i == pieces - 1 ? "\\\"}" : " word";
            yield return $$$"""{"tool_calls":[{"index":{{{index}}},"function":{"arguments":"{{{piece}}}"}}]}""";
        }
    }

    private static Answer Stream(IEnumerable<string> deltas, string finishReason)
    {
        IEnumerable<string> events = deltas
            .Prepend("""{"role":"assistant","content":"","refusal":null}""")
            .Select(delta => $$"""{{ChunkHead}}"choices":[{"index":0,"delta":{{delta}},"logprobs":null,"finish_reason":null}],"usage":null}""")
            .Append($$$"""{{{ChunkHead}}}"choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"{{{finishReason}}}"}],"usage":null}""")
            .Append($$"""{{ChunkHead}}"choices":[],"usage":{{Usage}},"routeur":{{Trace}}}""")
            .Append("[DONE]");
        return new("text/event-stream", [.. events.Select(data => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes($"data: {data}\n\n"))]);
    }

    private static string Word(int i) => Words[i % Words.Length];
}
