using static Routeur.AI.Tests.Tolerance.Bodies;
using static Routeur.AI.Tests.Tolerance.ToleranceCase;

namespace Routeur.AI.Tests.Tolerance.Cases;

/// <summary>Text that is hard to decode. A surrogate without a partner and broken UTF-8 may become U+FFFD, but never a crash.</summary>
internal static class UnicodeCases
{
    public static IEnumerable<ToleranceCase> All =>
    [
        Plain("unicode, Go gateway: raw UTF-8 of two, three and four bytes", Completion("""{"content":"é 那 🌍 👩‍👩‍👧"}""")) with { Text = "é 那 🌍 👩‍👩‍👧" },
        Plain("unicode, Python gateway: the same as escapes", Completion("""{"content":"\u00e9 \u90a3 \ud83c\udf0d"}""")) with { Text = "é 那 🌍" },
        Plain("unicode, JavaScript gateway: a high surrogate alone", Completion("""{"content":"a\ud83db"}""")) with { Text = "a\uFFFDb" },
        Plain("unicode, JavaScript gateway: a low surrogate alone at the end", Completion("""{"content":"ab\udc4d"}""")) with { Text = "ab\uFFFD" },
        Plain("unicode, JavaScript gateway: the halves in the wrong order", Completion("""{"content":"\udc4d\ud83d"}""")) with { Text = "\uFFFD\uFFFD" },
        Plain("unicode, JavaScript gateway: half a character in tool arguments",
            Completion("""{"content":null,"tool_calls":[{"id":"a","function":{"name":"f","arguments":"{\"x\":\"\ud83d\"}"}}]}""")) with { Calls = [new("f", """{"x":"\uFFFD"}""", "a")], MayFail = true },
        Plain("unicode, JavaScript gateway: half a character in a member's name", """{"id":"x\ud83d","model":"\udc4d","x\ud83d":1,"choices":[{"message":{"content":"Hello"},"finish_reason":"stop"}]}""") with { Text = "Hello", MayFail = true },
        Plain("unicode, every control character that JSON allows", Completion("""{"content":"\u0000\t\n\r\b\f\u001f\u007f\u2028\uffff"}""")) with { Text = "\0\t\n\r\b\f\u001f\u007f\u2028\uffff" },
        Plain("unicode, C++ gateway: half a character in UTF-8", Completion("""{"content":"a¿b"}""")).WithByte(0xC3) with { Text = "a\uFFFDb" },
        Plain("unicode, Latin-1 gateway: é in one byte", Completion("""{"content":"caf¿"}""", more: ""","x¿":"¿" """)).WithByte(0xE9) with { Text = "caf\uFFFD" },

        Streamed("Python gateway: a surrogate pair is split over two chunks", "a👍b", Says("a\\ud83d"), Says("\\udc4db")),
        Streamed("Python gateway: a surrogate pair is split over an empty chunk", "👍", Says("\\ud83d"), Chunk("{}"), Says("\\udc4d")),
        Streamed("JavaScript gateway: a high surrogate alone, then other text", "\uFFFDab", Says("\\ud83d"), Says("ab")),
        Streamed("JavaScript gateway: a high surrogate alone at the end", "ab\uFFFD", Says("ab\\ud83d")),
        Streamed("JavaScript gateway: a low surrogate alone at the beginning", "\uFFFDab", Says("\\udc4d"), Says("ab")),
        Streamed("Go gateway: raw emoji of four bytes", "🌍👍", Says("🌍"), Says("👍")),
        Stream("streamed unicode, Python gateway: a surrogate pair is split in reasoning", Events(Chunk("""{"reasoning_content":"\ud83d"}"""), Chunk("""{"reasoning_content":"\udc4d"}"""), Says("Hello"), Stop())) with
        {
            Text = "Hello",
            Reasoning = "👍",
        },
        Stream("streamed unicode, Python gateway: a surrogate pair is split in tool arguments", Events(
            Chunk("""{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\":\"\ud83d"}}]}"""),
            Chunk("""{"tool_calls":[{"index":0,"function":{"arguments":"\udc4d\"}"}}]}"""), Stop("\"tool_calls\""))) with
        {
            Calls = [new("f", """{"x":"👍"}""", "a")],
            FinishReason = "tool_calls",
        },
        Stream("streamed unicode, OpenAI: an escaped pair is split inside the arguments' own escapes", Events(
            Chunk("""{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\":\"\\ud83d"}}]}"""),
            Chunk("""{"tool_calls":[{"index":0,"function":{"arguments":"\\udc4d\"}"}}]}"""), Stop("\"tool_calls\""))) with
        {
            Calls = [new("f", """{"x":"👍"}""", "a")],
            FinishReason = "tool_calls",
        },
        Stream("streamed unicode, llama.cpp: a token is half a character", Events(Says("a¿"), Says("b"), Stop())).WithByte(0xF0) with { Text = "a\uFFFDb" },
        Stream("streamed unicode, Latin-1 gateway: é in tool arguments", Events(
            Chunk("""{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\":\"¿\"}"}}]}"""), Stop("\"tool_calls\""))).WithByte(0xE9) with
        {
            Calls = [new("f", """{"x":"\uFFFD"}""", "a")],
            FinishReason = "tool_calls",
        },
    ];

    private static ToleranceCase Streamed(string name, string text, params string[] chunks) =>
        Stream("streamed unicode, " + name, Events(chunks.Append(Stop()))) with { Text = text };
}
