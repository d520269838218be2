using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Routeur.AI.FuzzTests.KeySecrecy;

/// <summary>One way for a service to fail, given the key that it received.</summary>
internal sealed record Fault(string Name, Echo Echo, Func<HttpContext, string, Task> Answer)
{
    private const string Chunk = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\"}}]}\n\n";

    /// <summary>Those that repeat the key where they can, and those that do not.</summary>
    public static IReadOnlyList<Fault> All { get; } =
    [
        new("a good answer", Echo.Nowhere, (c, _) => Write(c, 200, """{"choices":[{"message":{"content":"x"},"finish_reason":"stop"}]}""")),
        new("a good stream", Echo.Nowhere, (c, _) => Write(c, 200, Chunk + "data: [DONE]\n\n", "text/event-stream")),
        new("an empty answer", Echo.Nowhere, (c, _) => Write(c, 200, "")),
        new("a page", Echo.Nowhere, (c, _) => Write(c, 502, "<html>Bad Gateway</html>", "text/html")),
        new("a key refused", Echo.Nowhere, (c, _) => Write(c, 401, """{"error":{"code":"unauthorized","message":"no"}}""")),
        new("a limit", Echo.Nowhere, (c, _) => Write(c, 429, """{"error":{"code":"rate_limited","message":"later"}}""")),
        new("a connection reset", Echo.Nowhere, (c, _) =>
        {
            c.Abort();
            return Task.CompletedTask;
        }),
        new("a stream cut off", Echo.Nowhere, async (c, _) =>
        {
            c.Response.ContentType = "text/event-stream";
            await c.Response.WriteAsync(Chunk);
            await c.Response.Body.FlushAsync();
            c.Abort();
        }),
        new("silence", Echo.Nowhere, (c, _) => Task.Delay(Timeout.Infinite, c.RequestAborted)),
        new("a key refused and repeated", Echo.InBody, (c, key) => Write(c, 401, Error("unauthorized", $"Incorrect API key: {key}."))),
        new("the header repeated", Echo.InBody, (c, key) => Write(c, 400, Error("bad", $"got Authorization: Bearer {key}"))),
        new("the key as a code", Echo.InBody, (c, key) => Write(c, 400, Error(key, "no"))),
        new("the key as a rule", Echo.InBody, (c, key) => Write(c, 403, Error("blocked_by_dlp", "dlp:" + key))),
        new("a message that is cut in the middle of the key", Echo.InBody, (c, key) => Write(c, 400, Error("bad", new string('x', 1990) + key))),
        new("a page that is cut in the middle of the key", Echo.InBody, (c, key) => Write(c, 500, new string('x', 290) + key, "text/plain")),
        new("the key as a request's id", Echo.InBody, (c, key) =>
        {
            c.Response.Headers["X-Request-Id"] = key;
            return Write(c, 500, "{}");
        }),
        new("the key as a content type", Echo.InHeader, (c, key) => Write(c, 200, "?", $"text/{key}")),
        new("the key as Retry-After", Echo.InHeader, (c, key) =>
        {
            c.Response.Headers.RetryAfter = key;
            return Write(c, 429, "{}");
        }),
        new("the key as a place to go", Echo.InBody, (c, key) =>
        {
            c.Response.Headers.Location = $"https://example.com/{key}?key={key}";
            return Write(c, 307, "");
        }),
        new("no JSON but the key", Echo.InBody, (c, key) => Write(c, 200, key)),
        new("JSON cut off behind the key", Echo.InBody, (c, key) => Write(c, 200, $$"""{"choices":[{"message":{"content":"{{key}}""")),
        new("an error event", Echo.InBody, (c, key) => Write(c, 200, Chunk + "event: error\ndata: " + Error("bad", key) + "\n\n", "text/event-stream")),
        new("an event that is no JSON", Echo.InBody, (c, key) => Write(c, 200, Chunk + $"data: {key}\n\n", "text/event-stream")),
    ];

    private static string Error(string code, string message) =>
        JsonSerializer.Serialize(new Dictionary<string, Dictionary<string, string>> { ["error"] = new() { ["code"] = code, ["message"] = message } });

    private static Task Write(HttpContext context, int status, string body, string contentType = "application/json")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        return status is 307 ? Task.CompletedTask : context.Response.WriteAsync(body);
    }
}
