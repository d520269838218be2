using static Routeur.AI.Tests.Tolerance.Bodies;
using static Routeur.AI.Tests.Tolerance.ToleranceCase;

namespace Routeur.AI.Tests.Tolerance.Cases;

/// <summary>Good answers that look like something else, members in unusual order, and bodies made to break a parser.</summary>
internal static class TrapCases
{
    public static IEnumerable<ToleranceCase> All =>
    [
        Plain("trap: the text is an error object", Completion("""{"role":"assistant","content":"{\"error\":{\"code\":\"rate_limited\",\"message\":\"x\"}}"}""")) with
        {
            Text = """{"error":{"code":"rate_limited","message":"x"}}""",
        },
        Plain("trap: the text is a web page", Completion("""{"role":"assistant","content":"<html><body>error</body></html>"}""")) with { Text = "<html><body>error</body></html>" },
        Plain("trap: the arguments hold an error and a finish reason",
            Completion("""{"content":null,"tool_calls":[{"id":"a","function":{"name":"f","arguments":"{\"error\":null,\"finish_reason\":\"stop\"}"}}]}""", "\"tool_calls\"")) with
        {
            Calls = [new("f", """{"error":null,"finish_reason":"stop"}""", "a")],
            FinishReason = "tool_calls",
        },
        Plain("trap: a choice and an error inside an unknown member", Hello(more: ""","debug":{"choices":[{"message":{"content":"No"}}],"error":{"message":"No"},"usage":{"prompt_tokens":1}}""")) with
        {
            Text = "Hello",
        },
        Plain("trap, Gemini proxy: members in alphabetical order", """
            {"choices":[{"finish_reason":"tool_calls","index":0,"message":{"content":null,"role":"assistant","tool_calls":[{"function":{"arguments":"{\"a\":1}","name":"f"},"id":"a","type":"function"}]}}],
             "created":1718000000,"id":"x","model":"m","object":"chat.completion","usage":{"completion_tokens":4,"prompt_tokens":9,"total_tokens":13}}
            """) with { Calls = [new("f", """{"a":1}""", "a")], FinishReason = "tool_calls", Usage = Usage },
        Plain("trap: members in reverse order", $$$"""{"usage":{{{UsageJson}}},"model":"m","choices":[{"finish_reason":"stop","message":{"content":"Hello","role":"assistant"},"index":0}],"created":1718000000,"id":"x"}""") with
        {
            Text = "Hello",
            Usage = Usage,
        },
        Plain("trap: names written with escapes", """{"id":"x","\u0063hoices":[{"\u0069ndex":0,"messag\u0065":{"conten\u0074":"Hello"},"finish_re\u0061son":"st\u006fp"}]}""") with { Text = "Hello", MayFail = true },
        Plain("trap, Python gateway: NaN and Infinity, which JSON does not have", Hello(more: ""","score":NaN,"logprob":-Infinity""")) with { Text = "Hello", MayFail = true },
        Plain("trap, Python gateway: a dict that was printed instead of serialised", "{'choices': [{'message': {'content': 'Hello'}, 'finish_reason': 'stop'}]}") with { Fails = true, ErrorCode = RouteurErrorCode.InvalidResponse },
        Plain("trap: a trailing comma", """{"choices":[{"message":{"content":"Hello"},"finish_reason":"stop"}],}""") with { Text = "Hello", MayFail = true },
        Plain("trap: an unknown member nested 500 levels deep", Hello(more: $",\"deep\":{new string('[', 500)}{new string(']', 500)}")) with { Text = "Hello", MayFail = true },
        Plain("trap: a body that opens 1000 arrays", new string('[', 1000)) with { Fails = true, ErrorCode = RouteurErrorCode.InvalidResponse },
        Plain("trap: a NUL in front of the body", "\0" + Hello()) with { Text = "Hello", MayFail = true },
        Plain("trap: choices is an object", """{"choices":{"index":0,"message":{"content":"Hello"},"finish_reason":"stop"}}""") with { Text = "Hello", MayFail = true },
        Plain("trap: the message is text", """{"choices":[{"index":0,"message":"Hello","finish_reason":"stop"}]}""") with { Text = "Hello", MayFail = true },
        Plain("trap: tool_calls is an object", Completion("""{"content":null,"tool_calls":{"id":"a","function":{"name":"f","arguments":"{}"}}}""", "\"tool_calls\"")) with
        {
            Calls = [new("f", "{}", "a")],
            FinishReason = "tool_calls",
            MayFail = true,
        },
        // A call that cannot be answered must not vanish.
        Plain("trap: a tool call without a name", Completion("""{"content":null,"tool_calls":[{"id":"a","type":"function","function":{"arguments":"{}"}}]}""", "\"tool_calls\"")) with
        {
            Calls = [new("", "{}", "a")],
            FinishReason = "tool_calls",
            MayFail = true,
        },
        Plain("trap: a tool call of a type that is not known", Completion("""{"content":null,"tool_calls":[{"id":"a","type":"custom","custom":{"name":"f","input":"x"}}]}""", "\"tool_calls\"")) with
        {
            Calls = [new("f", null, "a")],
            FinishReason = "tool_calls",
            MayFail = true,
        },
        Plain("trap: the legacy function_call", Completion("""{"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{\"a\":1}"}}""", "\"function_call\"")) with
        {
            Calls = [new("f", """{"a":1}""")],
            FinishReason = "tool_calls",
            MayFail = true,
        },

        Streamed("the text ends a stream, has line ends and braces", "data: [DONE]\n\n}{", Says("data: [DONE]\\n\\n"), Says("}{"), Stop()),
        Streamed("the text is an event named error", "event: error\r\ndata: {}\r\n\r\n", Says("event: error\\r\\ndata: {}"), Says("\\r\\n\\r\\n"), Stop()),
        Streamed("the text comes as an error object", "{\"error\":{}}", Says("{\\\"error\\\":"), Says("{}}"), Stop()),
        Streamed("members in reverse order", "Hello",
            """{"choices":[{"finish_reason":null,"delta":{"content":"Hel","role":"assistant"},"index":0}],"id":"c1"}""",
            """{"usage":null,"choices":[{"finish_reason":"stop","delta":{"content":"lo"},"index":0}],"id":"c1"}"""),
        Streamed("an error inside an unknown member", "Hello", Chunk("""{"content":"Hello"}""", more: ""","debug":{"error":{"message":"No"}}"""), Stop()),
        Streamed("an unknown member nested 300 levels deep", "Hello", Says("Hello"), Stop(more: $",\"deep\":{new string('[', 300)}{new string(']', 300)}")) with { MayFail = true },
        Streamed("delta is text", "Hello", """{"choices":[{"index":0,"delta":"Hello","finish_reason":"stop"}]}""") with { MayFail = true },
        Streamed("choices is an object", "Hello", """{"choices":{"index":0,"delta":{"content":"Hello"},"finish_reason":"stop"}}""") with { MayFail = true },
        Streamed("an event is a list", "Hello", "[]", Says("Hello"), Stop()) with { MayFail = true },
        Streamed("an event is a number, text or null", "Hello", "1", "\"ping\"", "null", Says("Hello"), Stop()) with { MayFail = true },
        Streamed("Gemini proxy: index and id behind the function", "",
            Chunk("""{"tool_calls":[{"function":{"arguments":"{\"a\":","name":"f"},"id":"a","index":0,"type":"function"},{"function":{"arguments":"{\"b\":","name":"g"},"id":"b","index":1}]}"""),
            Chunk("""{"tool_calls":[{"function":{"arguments":"2}"},"index":1},{"function":{"arguments":"1}"},"index":0}]}"""), Stop("\"tool_calls\"")) with
        {
            Calls = [new("f", """{"a":1}""", "a"), new("g", """{"b":2}""", "b")],
            FinishReason = "tool_calls",
        },
        Streamed("a streamed call without a name", "", Chunk("""{"tool_calls":[{"index":0,"id":"a","function":{"arguments":"{}"}}]}"""), Stop("\"tool_calls\"")) with
        {
            Calls = [new("", "{}", "a")],
            FinishReason = "tool_calls",
            MayFail = true,
        },
        Streamed("the legacy function_call in pieces", "",
            Chunk("""{"role":"assistant","content":null,"function_call":{"name":"f","arguments":""}}"""),
            Chunk("""{"function_call":{"arguments":"{\"a\":1}"}}"""), Stop("\"function_call\"")) with
        {
            Calls = [new("f", """{"a":1}""")],
            FinishReason = "tool_calls",
            MayFail = true,
        },
    ];

    private static ToleranceCase Streamed(string name, string text, params string[] chunks) => Stream("streamed trap: " + name, Events(chunks)) with { Text = text };
}
