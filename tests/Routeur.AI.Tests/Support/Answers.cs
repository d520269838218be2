namespace Routeur.AI.Tests.Support;

/// <summary>Small well-formed answers for tests that are not about the wire.</summary>
internal static class Answers
{
    public const string Plain =
        """
        {"id":"chatcmpl_1","object":"chat.completion","created":1700000000,"model":"gpt-4o-mini-2024-07-18",
         "choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}],
         "usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5},
         "routeur":{"provider":"openai","model":"gpt-4o-mini","route_reason":"default","redactions":0}}
        """;

    public const string Chunk =
        """
        data: {"id":"chatcmpl_1","object":"chat.completion.chunk","created":1700000000,"model":"gpt-4o-mini","choices":[{"index":0,"delta":{"role":"assistant","content":"Hello"},"finish_reason":null}]}


        """;

    public const string LastChunk =
        """
        data: {"id":"chatcmpl_1","object":"chat.completion.chunk","created":1700000000,"model":"gpt-4o-mini","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

        data: [DONE]


        """;

    public const string Stream = Chunk + LastChunk;

    public static string Error(string code, string message) =>
        $$$"""{"error":{"code":"{{{code}}}","message":"{{{message}}}","type":"routeur_error"}}""";
}
