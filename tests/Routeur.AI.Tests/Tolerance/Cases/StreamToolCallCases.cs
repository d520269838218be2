using static Routeur.AI.Tests.Tolerance.Bodies;
using static Routeur.AI.Tests.Tolerance.ToleranceCase;

namespace Routeur.AI.Tests.Tolerance.Cases;

/// <summary>Streamed tool calls: the same two calls in all the ways that gateways cut them into pieces.</summary>
internal static class StreamToolCallCases
{
    private static readonly ExpectedCall[] One = [new("f", """{"city":"Oslo"}""", "a")];
    private static readonly ExpectedCall[] Two = [new("f", """{"city":"Oslo"}""", "a"), new("g", """{"n":2}""", "b")];

    public static IEnumerable<ToleranceCase> All =>
    [
        Streamed("OpenAI: arguments in pieces, two calls one after the other", Two, Calling(
            """{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":""}}""",
            """{"index":0,"function":{"arguments":"{\"city\":"}}""",
            """{"index":0,"function":{"arguments":"\"Oslo\"}"}}""",
            """{"index":1,"id":"b","type":"function","function":{"name":"g","arguments":""}}""",
            """{"index":1,"function":{"arguments":"{\"n\":2}"}}""")),
        Streamed("vLLM: the pieces of two calls are interleaved", Two, Calling(
            """{"index":0,"id":"a","function":{"name":"f"}},{"index":1,"id":"b","function":{"name":"g"}}""",
            """{"index":0,"function":{"arguments":"{\"city\":"}},{"index":1,"function":{"arguments":"{\"n\""}}""",
            """{"index":1,"function":{"arguments":":2}"}}""",
            """{"index":0,"function":{"arguments":"\"Oslo\"}"}}""")),
        // gcli2api pull request 406: one part per chunk, each with index 0 and an id of its own.
        Streamed("Gemini proxy: every call has index 0, but its own id", Two, Calling(
            """{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":"{\"city\":\"Oslo\"}"}}""",
            """{"index":0,"id":"b","type":"function","function":{"name":"g","arguments":"{\"n\":2}"}}""")),
        Streamed("Gemini proxy: every call has index 0 in one chunk", Two, Calling(
            """{"index":0,"id":"a","function":{"name":"f","arguments":"{\"city\":\"Oslo\"}"}},{"index":0,"id":"b","function":{"name":"g","arguments":"{\"n\":2}"}}""")),
        Streamed("Gemini proxy: index 0 throughout, arguments in pieces", Two, Calling(
            """{"index":0,"id":"a","function":{"name":"f","arguments":"{\"city\":"}}""",
            """{"index":0,"function":{"arguments":"\"Oslo\"}"}}""",
            """{"index":0,"id":"b","function":{"name":"g","arguments":"{\"n\":"}}""",
            """{"index":0,"function":{"arguments":"2}"}}""")),
        // Ollama issue 7881, OpenMAIC issue 1556, term-llm pull request 314.
        Streamed("Ollama: no index, two calls in one chunk", Two, Calling(
            """{"id":"a","type":"function","function":{"name":"f","arguments":"{\"city\":\"Oslo\"}"}},{"id":"b","type":"function","function":{"name":"g","arguments":"{\"n\":2}"}}""")),
        Streamed("Gemini OpenAI layer: no index, two calls in two chunks", Two, Calling(
            """{"extra_content":{"google":{"thought_signature":"Ep=="}},"function":{"arguments":"{\"city\":\"Oslo\"}","name":"f"},"id":"a","type":"function"}""",
            """{"function":{"arguments":"{\"n\":2}","name":"g"},"id":"b","type":"function"}""")),
        // open-webui/computer issue 224.
        Streamed("Gemini OpenAI layer: no index, arguments in pieces", Two, Calling(
            """{"id":"a","function":{"name":"f","arguments":"{\"city\":"}}""",
            """{"function":{"arguments":"\"Oslo\"}"}}""",
            """{"id":"b","function":{"name":"g","arguments":"{\"n\":"}}""",
            """{"function":{"arguments":"2}"}}""")),
        Streamed("Gemini proxy: index is null", Two, Calling(
            """{"index":null,"id":"a","function":{"name":"f","arguments":"{\"city\":\"Oslo\"}"}}""",
            """{"index":null,"id":"b","function":{"name":"g","arguments":"{\"n\":2}"}}""")),
        Streamed("Anthropic proxy: indexes begin at 1 and have a gap", Two, Calling(
            """{"index":1,"id":"a","function":{"name":"f","arguments":"{\"city\":\"Oslo\"}"}}""",
            """{"index":4,"id":"b","function":{"name":"g","arguments":"{\"n\":2}"}}""")),
        Streamed("PHP gateway: index is text", Two, Calling(
            """{"index":"0","id":"a","function":{"name":"f","arguments":"{\"city\":\"Oslo\"}"}}""",
            """{"index":"1","id":"b","function":{"name":"g","arguments":"{\"n\":"}}""",
            """{"index":"1","function":{"arguments":"2}"}}""")),
        Streamed("Home-made gateway: index 0 throughout and no ids", [new("f", """{"city":"Oslo"}"""), new("g", """{"n":2}""")], Calling(
            """{"index":0,"function":{"name":"f","arguments":"{\"city\":\"Oslo\"}"}}""", """{"index":0,"function":{"name":"g","arguments":"{\"n\":2}"}}""")),
        Streamed("llama.cpp: neither id nor index, the same call twice", [new("f", """{"city":"Oslo"}"""), new("f", """{"city":"Oslo"}""")], Calling(
            """{"function":{"name":"f","arguments":"{\"city\":\"Oslo\"}"}}""", """{"function":{"name":"f","arguments":"{\"city\":\"Oslo\"}"}}""")),
        Streamed("Home-made gateway: every call has the same id", [new("f", """{"city":"Oslo"}""", "a"), new("g", """{"n":2}""")], Calling(
            """{"index":0,"id":"a","function":{"name":"f","arguments":"{\"city\":\"Oslo\"}"}}""", """{"index":1,"id":"a","function":{"name":"g","arguments":"{\"n\":2}"}}""")),
        Streamed("Relay: the whole call once more at the end", One, Calling(
            """{"index":0,"id":"a","function":{"name":"f","arguments":"{\"city\""}}""",
            """{"index":0,"function":{"arguments":":\"Oslo\"}"}}""",
            """{"index":0,"id":"a","function":{"name":"f","arguments":"{\"city\":\"Oslo\"}"}}""")),
        Streamed("Relay: the arguments so far in every piece", One, Calling(
            """{"index":0,"id":"a","function":{"name":"f","arguments":"{\"city\""}}""",
            """{"index":0,"id":"a","function":{"name":"f","arguments":"{\"city\":\"Oslo\"}"}}""")),
        // langchain4j pull request 4544.
        Streamed("DeepSeek relay: id and name in every piece", One, Calling(
            """{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":"{\"city\""}}""",
            """{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":":\"Oslo\"}"}}""")),
        Streamed("Relay without index: the id in every piece", One, Calling(
            """{"id":"a","function":{"name":"f","arguments":"{\"city\""}}""", """{"id":"a","function":{"arguments":":\"Oslo\"}"}}""")),
        // symfony/ai pull request 2220, opencode issue 37841.
        Streamed("DashScope: an empty id and a null name after the first piece", One, Calling(
            """{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":"{\"city\""}}""",
            """{"index":0,"id":"","type":"function","function":{"name":null,"arguments":":\"Oslo\"}"}}""")),
        Streamed("GLM on DashScope: an empty id and an empty name after the first piece", One, Calling(
            """{"index":0,"id":"a","function":{"name":"f","arguments":"{"}}""",
            """{"index":0,"id":"","function":{"name":"","arguments":"\"city\":"}}""",
            """{"index":0,"id":"","function":{"name":"","arguments":"\"Oslo\"}"}}""")),
        // garudust-agent pull request 16.
        Streamed("Qwen3 on vLLM: id and name first, arguments null, then the rest", One, Calling(
            """{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":null}}""", """{"index":0,"function":{"arguments":"{\"city\":\"Oslo\"}"}}""")),
        Streamed("Azure: the id comes after the name", One, Calling(
            """{"index":0,"type":"function","function":{"name":"f","arguments":""}}""", """{"index":0,"id":"a","function":{"arguments":"{\"city\":\"Oslo\"}"}}""")),
        Streamed("Fireworks: function is null in the last piece", One, Calling(
            """{"index":0,"id":"a","function":{"name":"f","arguments":"{\"city\":\"Oslo\"}"}}""", """{"index":0,"function":null}""")),
        Streamed("llama.cpp: arguments are an object", One, Calling("""{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":{"city":"Oslo"}}}""")),
        Streamed("Cohere proxy: no id at all", [new("f", """{"city":"Oslo"}"""), new("g", """{"n":2}""")], Calling(
            """{"index":0,"function":{"name":"f","arguments":"{\"city\":\"Oslo\"}"}}""", """{"index":1,"function":{"name":"g","arguments":"{\"n\":2}"}}""")),
        Streamed("llama.cpp: neither id nor index, two calls in one chunk", [new("f", """{"city":"Oslo"}"""), new("g", """{"n":2}""")], Calling(
            """{"function":{"name":"f","arguments":"{\"city\":\"Oslo\"}"}},{"function":{"name":"g","arguments":"{\"n\":2}"}}""")),
        Streamed("Groq: no arguments at all", [new("f", "{}", "a")], Calling("""{"index":0,"id":"a","type":"function","function":{"name":"f"}}""")),
        Streamed("OpenAI: arguments stay empty", [new("f", "{}", "a")], Calling("""{"index":0,"id":"a","function":{"name":"f","arguments":""}}""")),
        Streamed("Any model at its token limit: arguments break off", [new("f", null, "a")],
            Calling("""{"index":0,"id":"a","function":{"name":"f","arguments":"{\"city\":\"Os"}}""")[..^1].Append(Stop("\"length\"")), finish: "length"),
        // python-genai issue 2868.
        Streamed("Gemini OpenAI layer: the finish reason is stop", One,
            [Chunk("""{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{\"city\":\"Oslo\"}"}}]}""", "\"stop\"")], finish: "stop"),
        Streamed("Groq: the whole call and the finish reason in one chunk", One,
            [Chunk("""{"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":"{\"city\":\"Oslo\"}"}}]}""", "\"tool_calls\"")]),
        Streamed("Relay that loses the finish reason: [DONE] ends the call", One,
            Calling("""{"index":0,"id":"a","function":{"name":"f","arguments":"{\"city\":\"Oslo\"}"}}""")[..^1], finish: null),
        Streamed("SGLang: tool_calls null beside text", [],
            [Chunk("""{"role":"assistant","content":"Hel","tool_calls":null}"""), Chunk("""{"content":"lo","tool_calls":[]}"""), Stop()], text: "Hello", finish: "stop"),
        Streamed("OpenAI: text first, then a call", One,
            [Says("One moment."), .. Calling("""{"index":0,"id":"a","function":{"name":"f","arguments":"{\"city\":\"Oslo\"}"}}""")], text: "One moment."),
        Streamed("Copilot Claude: text in choice 0 and the call in another choice of index 0", One,
            [
                """{"id":"c1","choices":[{"index":0,"delta":{"content":"Looking."}}]}""",
                """{"id":"c1","choices":[{"index":0,"delta":{"content":null}},{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"city\":\"Oslo\"}"}}]},"finish_reason":"tool_calls"}]}""",
            ], text: "Looking."),
    ];

    private static string[] Calling(params string[] pieces) =>
        [.. pieces.Select(piece => Chunk($$"""{"tool_calls":[{{piece}}]}""")), Stop("\"tool_calls\"")];

    private static ToleranceCase Streamed(
        string name, ExpectedCall[] calls, IEnumerable<string> chunks, string text = "", string? finish = "tool_calls") =>
        Stream("streamed tool call, " + name, Events(chunks)) with { Text = text, Calls = calls, FinishReason = finish };
}
