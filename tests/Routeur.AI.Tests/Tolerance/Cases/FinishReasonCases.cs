using static Routeur.AI.Tests.Tolerance.Bodies;
using static Routeur.AI.Tests.Tolerance.ToleranceCase;

namespace Routeur.AI.Tests.Tolerance.Cases;

/// <summary>Finish reasons of every kind, plain and streamed.</summary>
internal static class FinishReasonCases
{
    public static IEnumerable<ToleranceCase> All =>
    [
        Finished("OpenAI: length", "\"length\"", "length"),
        Finished("Azure: content_filter", "\"content_filter\"", "content_filter"),
        Finished("TGI: eos_token", "\"eos_token\"", "eos_token"),
        Finished("Anthropic proxy: end_turn", "\"end_turn\"", "end_turn"),
        Finished("Gemini proxy: MAX_TOKENS", "\"MAX_TOKENS\"", "MAX_TOKENS"),
        Finished("DeepSeek: insufficient_system_resource", "\"insufficient_system_resource\"", "insufficient_system_resource"),
        Finished("vLLM: abort", "\"abort\"", "abort"),
        Finished("Gemini through OpenRouter: malformed_function_call", "\"malformed_function_call\"", "malformed_function_call"),
        Finished("KoboldCpp: null", "null", null),
        Finished("Ollama before 0.1.38: an empty text", "\"\"", null),
        Plain("finish reason, KoboldCpp: it is missing", """{"id":"x","choices":[{"index":0,"message":{"role":"assistant","content":"Hello"}}]}""") with
        {
            Text = "Hello",
            FinishReason = null,
        },
        Plain("finish reason, OpenRouter: a native one beside it",
            """{"id":"x","choices":[{"logprobs":null,"finish_reason":"stop","native_finish_reason":"STOP","index":0,"message":{"role":"assistant","content":"Hello"}}]}""") with { Text = "Hello" },
        Plain("finish reason, LiteLLM 4654: another one at the top level", Hello(more: ""","finish_reason":"eos_token","system_fingerprint":null""")) with { Text = "Hello" },
        Plain("finish reason, legacy proxy: a number", Hello("1")) with { Text = "Hello", FinishReason = "1" },

        // SGLang issue 3912, Ollama issue 4357, opencrabs pull request 1499: "" is no reason; a stream cut after it is not complete.
        Streamed("SGLang: an empty text in every chunk but the last", Events(
            Chunk("""{"role":null,"content":"Hel","tool_calls":null}""", "\"\""), Chunk("""{"content":"lo"}""", "\"\""), Stop())),
        // AIShell issue 350: KoboldCpp wrote the text "null"; DashScope's own dialect does so too.
        Streamed("KoboldCpp and DashScope: the text null in every chunk but the last", Events(
            Chunk("""{"content":"Hel"}""", "\"null\""), Chunk("""{"content":"lo"}""", "\"null\""), Stop())),
        Streamed("Bedrock proxy: the member is missing from every chunk but the last", Events(
            """{"id":"c1","choices":[{"index":0,"delta":{"content":"Hello"}}]}""", """{"id":"c1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""")),
        Streamed("vLLM: the last piece of text comes with the reason", Events(Says("Hel"), Chunk("""{"content":"lo"}""", "\"stop\""))),
        Streamed("Gemini proxies: never a reason, only [DONE]", Events(Says("Hel"), Says("lo"))) with { FinishReason = null },
        Streamed("Kobold: an empty reason to the end, then [DONE]", Events(Chunk("""{"content":"Hello"}""", "\"\""), Chunk("{}", "\"\""))) with { FinishReason = null },
        Streamed("Perplexity: a reason, but no [DONE]", EventsWithoutDone(Says("Hello"), Stop())),
        Streamed("Anthropic proxy: end_turn in a chunk without a delta", Events(Says("Hello"), """{"id":"c1","choices":[{"index":0,"finish_reason":"end_turn"}]}""")) with
        {
            FinishReason = "end_turn",
        },
        Streamed("Azure: delta is null in the last chunk", Events(Says("Hello"), """{"id":"c1","choices":[{"index":0,"delta":null,"finish_reason":"length"}]}""")) with
        {
            FinishReason = "length",
        },
        Streamed("one-api: the reason comes twice", Events(Says("Hello"), Stop(), Stop())),
        Streamed("OpenRouter: a native reason beside it", Events(Says("Hello"),
            """{"id":"gen-1","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":"stop","native_finish_reason":"completed","logprobs":null}]}""")),
    ];

    private static ToleranceCase Finished(string name, string finish, string? expected) =>
        Plain("finish reason, " + name, Hello(finish)) with { Text = "Hello", FinishReason = expected };

    private static ToleranceCase Streamed(string name, string body) => Stream("streamed finish reason, " + name, body) with { Text = "Hello" };
}
