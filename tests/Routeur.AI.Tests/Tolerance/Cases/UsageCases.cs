using static Routeur.AI.Tests.Tolerance.Bodies;
using static Routeur.AI.Tests.Tolerance.ToleranceCase;

namespace Routeur.AI.Tests.Tolerance.Cases;

/// <summary>The dialects of <c>usage</c>, plain and streamed.</summary>
internal static class UsageCases
{
    public static IEnumerable<ToleranceCase> All => PlainCases.Concat(StreamCases);

    private static IEnumerable<ToleranceCase> PlainCases =>
    [
        Used("OpenAI: all details", """
            {"prompt_tokens":90,"completion_tokens":40,"total_tokens":130,"prompt_tokens_details":{"cached_tokens":64,"audio_tokens":0},
             "completion_tokens_details":{"reasoning_tokens":32,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}
            """, new(90, 40, 130, 64, 32)),
        Used("Ollama: no usage", null, null),
        Used("SGLang: usage is null", "null", null),
        Used("LiteLLM: usage is an empty object", "{}", null),
        Used("Kobold: every count is null", """{"prompt_tokens":null,"completion_tokens":null,"total_tokens":null}""", null),
        Used("Cloudflare: counts are floats", """{"prompt_tokens":9.0,"completion_tokens":4.0,"total_tokens":13.0}""", Usage),
        Used("PHP gateway: counts are text", """{"prompt_tokens":"9","completion_tokens":"4","total_tokens":"13"}""", Usage),
        Used("vLLM: details are null", """{"prompt_tokens":9,"completion_tokens":4,"total_tokens":13,"prompt_tokens_details":null,"completion_tokens_details":null}""", Usage),
        Used("Langfuse 4961: counts inside the details are null", """
            {"prompt_tokens":9,"completion_tokens":4,"total_tokens":13,"prompt_tokens_details":{"cached_tokens":null,"audio_tokens":null},
             "completion_tokens_details":{"reasoning_tokens":null,"accepted_prediction_tokens":null}}
            """, Usage),
        Used("DeepSeek: cache hits beside the counts", """
            {"prompt_tokens":90,"completion_tokens":40,"total_tokens":130,"prompt_tokens_details":{"cached_tokens":64},
             "completion_tokens_details":{"reasoning_tokens":32},"prompt_cache_hit_tokens":64,"prompt_cache_miss_tokens":26}
            """, new(90, 40, 130, 64, 32)),
        Used("DeepSeek before 2025: cache hits, but no details", """
            {"prompt_tokens":90,"completion_tokens":40,"total_tokens":130,"prompt_cache_hit_tokens":64,"prompt_cache_miss_tokens":26}
            """, new(90, 40, 130, 64)),
        Used("OpenRouter: money beside the counts", """
            {"prompt_tokens":9,"completion_tokens":4,"total_tokens":13,"cost":0.00014,"is_byok":false,"cost_details":{"upstream_inference_cost":null}}
            """, Usage),
        Used("Groq: seconds beside the counts", """
            {"queue_time":0.018,"prompt_tokens":9,"prompt_time":0.0002,"completion_tokens":4,"completion_time":0.046,"total_tokens":13,"total_time":0.0467}
            """, Usage),
        Used("Mistral: an empty object beside the counts", """{"prompt_tokens":9,"total_tokens":13,"completion_tokens":4,"prompt_audio_seconds":{}}""", Usage),
        Used("SambaNova: text and booleans beside the counts", """
            {"completion_tokens":4,"end_time":1744857525.25,"is_last_response":true,"prompt_tokens":9,"stop_reason":"stop","total_tokens":13}
            """, Usage),
        Used("Copilot: no count for the answer", """{"prompt_tokens":9,"total_tokens":13}""", new(9, null, 13)),
        Used("Kluster: nothing was generated", """{"prompt_tokens":9,"completion_tokens":0,"total_tokens":9}""", new(9, 0, 9)),
        Used("A long context beyond 32 bits", """{"prompt_tokens":3000000000,"completion_tokens":4,"total_tokens":3000000004}""", new(3000000000, 4, 3000000004)),
        Used("Broken counter: a number that fits nowhere", """{"prompt_tokens":1e40,"completion_tokens":4,"total_tokens":13}""", new(null, 4, 13)),
        Used("Broken gateway: usage is text", "\"n/a\"", null),
        Used("Broken gateway: usage is an array", "[9,4,13]", null),
        Used("Broken gateway: a count is an object", """{"prompt_tokens":{"text":9},"completion_tokens":4,"total_tokens":13}""", new(null, 4, 13)),
    ];

    private static IEnumerable<ToleranceCase> StreamCases =>
    [
        Streamed("OpenAI: usage null in every chunk, then a chunk of its own",
            Events(Chunk("""{"role":"assistant","content":""}""", more: ""","usage":null"""), Chunk("""{"content":"Hello"}""", more: ""","usage":null"""),
                Stop(more: ""","usage":null"""), UsageChunk())),
        Streamed("Mistral: usage on the chunk that finishes", Events(Says("Hello"), Stop(more: $",\"usage\":{UsageJson}"))),
        // SiliconFlow, vLLM with continuous_usage_stats, pydantic-ai pull request 4056.
        Streamed("SiliconFlow: a running total in every chunk is not added up",
            Events(
                Chunk("""{"content":"Hel"}""", more: ""","usage":{"prompt_tokens":9,"completion_tokens":1,"total_tokens":10}"""),
                Chunk("""{"content":"lo"}""", more: ""","usage":{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11}"""),
                Stop(more: $",\"usage\":{UsageJson}"))),
        Streamed("vLLM continuous_usage_stats: a running total, then the same again in a chunk of its own",
            Events(
                Chunk("""{"content":"Hello"}""", more: ""","usage":{"prompt_tokens":9,"completion_tokens":1,"total_tokens":10}"""),
                Stop(more: $",\"usage\":{UsageJson}"), UsageChunk())),
        Streamed("OpenRouter: the finishing chunk comes twice, the second time with usage",
            Events(Says("Hello"), Stop(), Chunk("""{"role":"assistant","content":""}""", "null", $",\"usage\":{UsageJson}"))),
        Streamed("LiteLLM: an empty usage object in every chunk",
            Events(Chunk("""{"content":"Hello"}""", more: ""","usage":{}"""), Stop(more: ""","usage":{}"""), UsageChunk())),
        Streamed("Together: the usage chunk has no choices member",
            Events(Says("Hello"), Stop(), $$"""{"id":"c1","object":"chat.completion.chunk","usage":{{UsageJson}}}""")),
        Streamed("Lepton: the usage chunk has null choices",
            Events(Says("Hello"), Stop(), $$"""{"id":"c1","choices":null,"usage":{{UsageJson}}}""")),
        Streamed("Moonshot: usage inside the choice",
            Events(Says("Hello"), $$$"""{"id":"c1","choices":[{"index":0,"delta":{},"finish_reason":"stop","usage":{{{UsageJson}}}}]}""")),
        Streamed("Gateway without include_usage: no usage anywhere", Events(Says("Hello"), Stop())) with { Usage = null },
        Streamed("vLLM proxy: counts as floats in the usage chunk",
            Events(Says("Hello"), Stop(), UsageChunk("""{"prompt_tokens":9.0,"completion_tokens":4.0,"total_tokens":13.0}"""))),
    ];

    private static ToleranceCase Used(string name, string? usage, ExpectedUsage? expected) =>
        Plain("usage, " + name, Hello(more: usage is null ? "" : $",\"usage\":{usage}")) with { Text = "Hello", Usage = expected };

    private static ToleranceCase Streamed(string name, string body) => Stream("streamed usage, " + name, body) with { Text = "Hello", Usage = Usage };
}
