namespace Routeur.AI.Tests.Tolerance;

/// <summary>The ordinary parts of an answer, so that a case shows only what is odd about it.</summary>
internal static class Bodies
{
    /// <summary>The three counts that most cases send and expect.</summary>
    public const string UsageJson = """{"prompt_tokens":9,"completion_tokens":4,"total_tokens":13}""";

    public static ExpectedUsage Usage { get; } = new(9, 4, 13);

    /// <summary>A plain completion around a <c>message</c>.</summary>
    /// <param name="message">The message, as JSON.</param>
    /// <param name="finish">The finish reason, as JSON.</param>
    /// <param name="more">More top-level members, each with a comma before it.</param>
    public static string Completion(string message, string finish = "\"stop\"", string more = "") =>
        $$"""{"id":"chatcmpl-1","object":"chat.completion","created":1718000000,"model":"m","choices":[{"index":0,"message":{{message}},"finish_reason":{{finish}}}]{{more}}}""";

    /// <summary>A plain completion that says "Hello".</summary>
    public static string Hello(string finish = "\"stop\"", string more = "") =>
        Completion("""{"role":"assistant","content":"Hello"}""", finish, more);

    /// <summary>One chunk of a stream.</summary>
    /// <param name="delta">The delta, as JSON.</param>
    /// <param name="finish">The finish reason, as JSON.</param>
    /// <param name="more">More top-level members, each with a comma before it.</param>
    public static string Chunk(string delta, string finish = "null", string more = "") =>
        $$"""{"id":"c1","object":"chat.completion.chunk","created":1718000000,"model":"m","choices":[{"index":0,"delta":{{delta}},"finish_reason":{{finish}}}]{{more}}}""";

    /// <summary>A chunk with a piece of text, which must need no escaping.</summary>
    public static string Says(string text) => Chunk($$"""{"content":"{{text}}"}""");

    /// <summary>The chunk that ends an answer.</summary>
    public static string Stop(string finish = "\"stop\"", string more = "") => Chunk("{}", finish, more);

    /// <summary>The usage chunk that follows the last choice when <c>include_usage</c> is set.</summary>
    public static string UsageChunk(string usage = UsageJson) =>
        $$"""{"id":"c1","object":"chat.completion.chunk","created":1718000000,"model":"m","choices":[],"usage":{{usage}}}""";

    /// <summary>Well-formed server-sent events, closed by <c>[DONE]</c>.</summary>
    public static string Events(params IEnumerable<string> data) => EventsWithoutDone(data.Append("[DONE]"));

    public static string EventsWithoutDone(params IEnumerable<string> data) => string.Concat(data.Select(item => $"data: {item}\n\n"));
}
