using System.Text;

namespace Routeur.AI.ChaosTests.Server;

/// <summary>What a call is answered when nothing goes wrong. Each answer names its call: one that reaches another call is found out.</summary>
internal static class Answers
{
    private const int PlainPieces = 6;

    private static readonly string[] Words = [" one", " two", " three", " four", " five", " six"];

    /// <summary>The text that the caller is to get.</summary>
    public static string Text(int call) => $"To call {call}:" + string.Concat(Words);

    /// <summary>The whole body.</summary>
    public static byte[] Body(int call, bool streamed) => Encoding.UTF8.GetBytes(string.Concat(Pieces(call, streamed)));

    /// <summary>The body in pieces, none of which completes it but the last: the events of a stream, or parts of a JSON object.</summary>
    public static string[] Pieces(int call, bool streamed) => streamed ? Events(call) : Parts(call);

    /// <summary>The events: seven of text, one with the finish reason, <c>[DONE]</c>.</summary>
    private static string[] Events(int call) =>
    [
        Event(call, $$"""{"role":"assistant","content":"To call {{call}}:"}""", "null"),
        .. Words.Select(word => Event(call, $$"""{"content":"{{word}}"}""", "null")),
        Event(call, "{}", "\"stop\""),
        "data: [DONE]\n\n",
    ];

    private static string Event(int call, string delta, string finish) =>
        $$"""data: {"id":"chatcmpl_{{call}}","object":"chat.completion.chunk","created":1700000000,"model":"m","choices":[{"index":0,"delta":{{delta}},"finish_reason":{{finish}}}]}""" + "\n\n";

    private static string[] Parts(int call)
    {
        string json = $$$"""
            {"id":"chatcmpl_{{{call}}}","object":"chat.completion","created":1700000000,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"{{{Text(call)}}}"},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}
            """;
        int length = json.Length / PlainPieces;
        return [.. Enumerable.Range(0, PlainPieces).Select(i => i == PlainPieces - 1 ? json[(i * length)..] : json.Substring(i * length, length))];
    }
}
