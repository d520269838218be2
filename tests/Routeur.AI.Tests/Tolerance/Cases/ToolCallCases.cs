using static Routeur.AI.Tests.Tolerance.Bodies;
using static Routeur.AI.Tests.Tolerance.ToleranceCase;

namespace Routeur.AI.Tests.Tolerance.Cases;

/// <summary>Plain answers with tool calls.</summary>
internal static class ToolCallCases
{
    public static IEnumerable<ToleranceCase> All =>
    [
        // llama.cpp issue 20198, picoclaw issue 1287.
        Called("llama.cpp: arguments are an object", """{"id":"c1","type":"function","function":{"name":"f","arguments":{"city":"Oslo","days":[1,2]}}}""",
            new("f", """{"city":"Oslo","days":[1,2]}""", "c1")),
        Called("Ollama: arguments are an empty object", """{"id":"c1","type":"function","function":{"name":"f","arguments":{}}}""", new("f", "{}", "c1")),
        Called("OpenAI: arguments are an empty object as text", """{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}""", new("f", "{}", "c1")),
        Called("vLLM: arguments are an empty text", """{"id":"c1","type":"function","function":{"name":"f","arguments":""}}""", new("f", "{}", "c1")),
        Called("SGLang: arguments are null", """{"id":"c1","type":"function","function":{"name":"f","arguments":null}}""", new("f", "{}", "c1")),
        Called("Gemini proxy: arguments are missing", """{"id":"c1","type":"function","function":{"name":"f"}}""", new("f", "{}", "c1")),
        Called("LM Studio: arguments are a line break", """{"id":"c1","type":"function","function":{"name":"f","arguments":"\n"}}""", new("f", "{}", "c1")),
        Called("Groq Llama: arguments are the text null", """{"id":"c1","type":"function","function":{"name":"f","arguments":"null"}}""", new("f", "{}", "c1")),
        Called("Any model at its token limit: arguments break off", """{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"city\":\"Os"}}""",
            new("f", null, "c1"), finish: "length"),
        Called("Small model: arguments are prose", """{"id":"c1","type":"function","function":{"name":"f","arguments":"the city is Oslo"}}""", new("f", null, "c1")),
        Called("Small model: arguments are a JSON array", """{"id":"c1","type":"function","function":{"name":"f","arguments":"[\"Oslo\"]"}}""", new("f", null, "c1")),
        Called("Small model: arguments with numbers of every size",
            """{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"a\":12345678901234567890,\"b\":-0.5e-7,\"c\":true,\"d\":null}"}}""",
            new("f", """{"a":12345678901234567890,"b":-0.5e-7,"c":true,"d":null}""", "c1")),
        Called("Fireworks: id is missing", """{"type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}""", new("f", """{"a":1}""")),
        Called("Gemini proxy: id is null", """{"id":null,"type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}""", new("f", """{"a":1}""")),
        Called("Gemini OpenAI layer: id is an empty text", """{"id":"","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}""", new("f", """{"a":1}""")),
        Called("Home-made gateway: id is a number", """{"id":17,"type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}""", new("f", """{"a":1}""", "17")),
        Called("Mistral: type is missing, id has nine characters", """{"id":"D681PevKs","function":{"name":"f","arguments":"{\"a\":1}"},"index":0}""", new("f", """{"a":1}""", "D681PevKs")),
        Called("Mistral: type is the text null", """{"id":"c1","type":"null","function":{"name":"f","arguments":"{\"a\":1}"}}""", new("f", """{"a":1}""", "c1")),
        Called("Gemini 3: a thought signature beside the function",
            """{"extra_content":{"google":{"thought_signature":"EpcBCpQB=="}},"function":{"arguments":"{\"a\":1}","name":"f"},"id":"function-call-1","type":"function"}""",
            new("f", """{"a":1}""", "function-call-1")),
        Plain("Ollama: two calls without ids", Completion(
            """{"role":"assistant","content":"","tool_calls":[{"function":{"name":"f","arguments":"{\"a\":1}"}},{"function":{"name":"f","arguments":"{\"a\":2}"}}]}""", "\"tool_calls\"")) with
        {
            Calls = [new("f", """{"a":1}"""), new("f", """{"a":2}""")],
            FinishReason = "tool_calls",
        },
        Plain("Gemini: tool calls, but the finish reason is stop", Completion(
            """{"role":"assistant","content":"One moment.","tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}},{"id":"c2","type":"function","function":{"name":"g","arguments":"{}"}}]}""")) with
        {
            Text = "One moment.",
            Calls = [new("f", "{}", "c1"), new("g", "{}", "c2")],
        },
        Plain("vLLM: tool_calls is an empty array", Completion("""{"role":"assistant","content":"Hello","reasoning_content":null,"tool_calls":[]}""")) with { Text = "Hello" },
        Plain("LiteLLM: tool_calls and function_call are null", Completion("""{"content":"Hello","role":"assistant","tool_calls":null,"function_call":null}""")) with { Text = "Hello" },
        Plain("Hyperbolic: finish reason tool_calls, but there is none", Completion("""{"role":"assistant","content":"Hello","tool_calls":[]}""", "\"tool_calls\"")) with
        {
            Text = "Hello",
            FinishReason = "tool_calls",
        },
        Called("Azure: names with dots and dashes", """{"id":"c1","type":"function","function":{"name":"weather.get-now_v2","arguments":"{\"a\":\"\\u00e9\"}"}}""",
            new("weather.get-now_v2", """{"a":"é"}""", "c1")),
    ];

    private static ToleranceCase Called(string name, string call, ExpectedCall expected, string finish = "tool_calls") =>
        Plain(name, Completion($$"""{"role":"assistant","content":null,"tool_calls":[{{call}}]}""", $"\"{finish}\"")) with
        {
            Calls = [expected],
            FinishReason = finish,
        };
}
