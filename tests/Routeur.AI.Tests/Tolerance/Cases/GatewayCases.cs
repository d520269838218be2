using static Routeur.AI.Tests.Tolerance.Bodies;
using static Routeur.AI.Tests.Tolerance.ToleranceCase;

namespace Routeur.AI.Tests.Tolerance.Cases;

/// <summary>Whole exchanges as particular gateways send them.</summary>
internal static class GatewayCases
{
    public static IEnumerable<ToleranceCase> All =>
    [
        // mentat issue 429, autogen issue 6465, langchain issue 18977.
        Streamed("Azure: prompt filter results in a first chunk without choices",
            """{"choices":[],"created":0,"id":"","model":"","object":"","prompt_filter_results":[{"prompt_index":0,"content_filter_results":{"hate":{"filtered":false,"severity":"safe"}}}]}""",
            """{"choices":[{"content_filter_results":{},"delta":{"content":"","refusal":null,"role":"assistant"},"finish_reason":null,"index":0,"logprobs":null}],"created":1718000000,"id":"chatcmpl-1","model":"gpt-4o","object":"chat.completion.chunk"}""",
            """{"choices":[{"content_filter_results":{"hate":{"filtered":false,"severity":"safe"}},"delta":{"content":"Hello"},"finish_reason":null,"index":0}],"created":1718000000,"id":"chatcmpl-1","model":"gpt-4o"}""",
            """{"choices":[{"content_filter_results":{},"delta":{},"finish_reason":"stop","index":0}],"created":1718000000,"id":"chatcmpl-1","model":"gpt-4o"}"""),
        Streamed("Azure asynchronous filter: annotation chunks without a delta and without an id", Says("Hel"),
            """{"id":"","object":"","created":0,"model":"","choices":[{"index":0,"finish_reason":null,"content_filter_results":{"hate":{"filtered":false}},"content_filter_offsets":{"check_offset":44,"start_offset":44,"end_offset":198}}],"usage":null}""",
            Says("lo"), Stop(),
            """{"id":"","object":"","created":0,"model":"","choices":[{"index":0,"finish_reason":null,"content_filter_offsets":{"check_offset":198,"start_offset":44,"end_offset":198}}],"usage":null}"""),
        Plain("gateway, Azure: a filtered answer has no content", """
            {"id":"x","choices":[{"index":0,"finish_reason":"content_filter","content_filter_results":{"violence":{"filtered":true,"severity":"high"}},"message":{"role":"assistant"}}],"prompt_filter_results":[]}
            """) with { FinishReason = "content_filter" },
        // perplexityai/api-discussion issue 209: the text so far is repeated beside each piece.
        Streamed("Perplexity: message with all the text so far beside each delta",
            """{"id":"p","object":"chat.completion","citations":["https://a.example/"],"choices":[{"index":0,"finish_reason":null,"message":{"role":"assistant","content":"Hel"},"delta":{"role":"assistant","content":"Hel"}}]}""",
            """{"id":"p","object":"chat.completion","citations":["https://a.example/"],"choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"Hello"},"delta":{"role":"assistant","content":"lo"}}]}""") with
        {
            Citations = ["https://a.example/"],
        },
        Streamed("Spark: the whole message once more at the end", Says("Hel"), Says("lo"),
            """{"id":"c1","choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}]}"""),
        Streamed("LocalAI: text instead of delta, the older dialect",
            """{"id":"c1","choices":[{"index":0,"text":"Hel"}]}""", """{"id":"c1","choices":[{"index":0,"text":"lo","finish_reason":"stop"}]}"""),
        Plain("gateway, LocalAI: text instead of message, the older dialect", """{"id":"x","choices":[{"index":0,"text":"Hello","finish_reason":"stop"}]}""") with { Text = "Hello" },
        Plain("gateway, Together: text beside message", """{"id":"x","choices":[{"index":0,"text":"Hello","message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}]}""") with { Text = "Hello" },
        Plain("gateway, Perplexity: citations and search results at the top level", Hello(more:
            ""","citations":["https://a.example/"],"search_results":[{"title":"A","url":"https://a.example/","date":null}]""")) with
        {
            Text = "Hello",
            Citations = ["https://a.example/"],
            Properties = new Dictionary<string, string>
            {
                ["search_results"] = """[{"title":"A","url":"https://a.example/","date":null}]""",
            },
        },
        Streamed("Groq: its own data in the first and last chunk",
            Chunk("""{"role":"assistant","content":""}""", more: ""","x_groq":{"id":"req_1"}"""), Says("Hello"),
            Stop(more: $$$""","x_groq":{"id":"req_1","usage":{{{UsageJson}}}},"usage":{{{UsageJson}}}""")) with { Usage = Usage },
        Streamed("Together: seeds, text and tokens beside the delta",
            """{"id":"o","object":"chat.completion.chunk","choices":[{"index":0,"text":"Hello","logprobs":null,"finish_reason":null,"seed":null,"delta":{"token_id":9906,"role":"assistant","content":"Hello","tool_calls":null}}],"usage":null}""",
            $$$"""{"id":"o","choices":[{"index":0,"text":"","finish_reason":"stop","seed":1234567890123456789,"delta":{"token_id":128009,"role":"assistant","content":"","tool_calls":null}}],"usage":{{{UsageJson}}}}""") with { Usage = Usage },
        Streamed("llama.cpp: timings in the last chunk", Chunk("""{"role":"assistant","content":null}"""), Says("Hello"), Stop(),
            $$$"""{"choices":[],"id":"c1","usage":{{{UsageJson}}},"timings":{"prompt_n":9,"prompt_per_second":120.5,"predicted_ms":null}}""") with { Usage = Usage },
        Streamed("Mistral: the role in the first chunk, an unknown p member in each",
            """{"id":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}],"p":"abcdefgh"}""",
            $$$"""{"id":"m","choices":[{"index":0,"delta":{"content":"Hello"},"finish_reason":"stop"}],"usage":{{{UsageJson}}},"p":"abc"}""") with { Usage = Usage },
        Streamed("OpenAI: obfuscation and a service tier in each chunk",
            Chunk("""{"role":"assistant","content":"Hello","refusal":null}""", more: ""","service_tier":"default","system_fingerprint":"fp_1","obfuscation":"x9Q" """),
            Stop(more: ""","service_tier":"default","obfuscation":"" """)),
        Streamed("xAI: citations and a system fingerprint after the text", Says("Hello"), Stop(more: ""","citations":[],"system_fingerprint":"fp_1" """)),
        Streamed("Cloudflare Workers AI: a response member beside choices", """{"id":"c1","response":"Hello","choices":[{"index":0,"delta":{"content":"Hello"}}]}""", Stop()),
        Streamed("OpenAI n=2: two alternatives are interleaved, the first is the answer",
            """{"id":"c1","choices":[{"index":0,"delta":{"content":"Hel"}}]}""", """{"id":"c1","choices":[{"index":1,"delta":{"content":"Good"}}]}""",
            """{"id":"c1","choices":[{"index":1,"delta":{"content":"bye"}}]}""", """{"id":"c1","choices":[{"index":0,"delta":{"content":"lo"}}]}""",
            """{"id":"c1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"""),
        Streamed("Ollama: everything in one chunk",
            $$$"""{"id":"c1","choices":[{"index":0,"delta":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}],"usage":{{{UsageJson}}}}""") with { Usage = Usage },
        Streamed("Databricks: delta content is an array of parts", Chunk("""{"content":[{"type":"text","text":"Hel"}]}"""), Chunk("""{"content":[{"type":"text","text":"lo"}]}"""), Stop()),
        Streamed("iFlytek: code and message beside a good chunk", Chunk("""{"content":"Hello"}""", more: ""","code":0,"message":"Success","sid":"s" """), Stop(more: ""","code":0,"message":"Success" """)),
        Streamed("one-api: an error member that is null", Chunk("""{"content":"Hello"}""", more: ""","error":null"""), Stop(more: ""","error":null""")),
        Plain("gateway, Vercel: an error member that is null", Hello(more: ""","error":null""")) with { Text = "Hello" },
        Streamed("routeur.ai: its block on the last chunk", Says("Hello"), Stop(more: ""","routeur":{"provider":"deepseek","model":"deepseek-chat","route_reason":"rule:fast_lane","redactions":1}""")) with
        {
            Properties = new Dictionary<string, string> { ["routeur"] = """{"provider":"deepseek","model":"deepseek-chat","route_reason":"rule:fast_lane","redactions":1}""" },
        },
        Streamed("OpenAI: a refusal in pieces", Chunk("""{"role":"assistant","content":null,"refusal":""}"""), Chunk("""{"refusal":"I "}"""), Chunk("""{"refusal":"can't."}"""), Stop()) with
        {
            Text = "",
            Refusal = "I can't.",
        },
    ];

    private static ToleranceCase Streamed(string name, params string[] chunks) => Stream("gateway, " + name, Events(chunks)) with { Text = "Hello" };
}
