using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Routeur.AI.LocalGateway.Tests.Support;

/// <summary>Calls of any endpoint, with any key.</summary>
internal static class ApiCalls
{
    /// <summary>Sends a request and reads the whole answer. The path begins behind the host.</summary>
    public static async Task<TestReply> CallAsync(this TestCaller caller, string method, string path, string? body = null, string? key = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        using HttpResponseMessage response = await caller.Http.SendAsync(request, TestCaller.Cancel);
        return await TestReply.ReadAsync(response);
    }

    /// <summary>Sends a chat request with this text in its one message, and asks for the trace.</summary>
    public static Task<TestReply> SayAsync(this TestCaller caller, string text, bool stream = false) =>
        caller.SendAsync(Say(text, stream), ("Routeur-Trace", "true"));

    public static string Say(string text, bool stream = false) =>
        $$"""{"model":"auto","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":{{Json(text)}}}]}""";

    public static string Json(string text) => JsonSerializer.Serialize(text);

    /// <summary>The archive that a trace leads to. Its URL takes no key.</summary>
    public static async Task<JsonElement> ArchiveAsync(this TestCaller caller, JsonElement trace)
    {
        using var nobody = new HttpClient();
        using HttpResponseMessage response = await nobody.GetAsync(trace.GetProperty("payload_url").GetString(), TestCaller.Cancel);
        TestReply reply = await TestReply.ReadAsync(response);
        Assert.Equal(HttpStatusCode.OK, reply.Status);
        return reply.Json;
    }

    /// <summary>The text of a finished stream.</summary>
    public static string StreamedText(TestReply reply) => string.Concat(TestCaller.Chunks(reply)
        .SelectMany(c => c.GetProperty("choices").EnumerateArray())
        .Select(c => c.GetProperty("delta"))
        .Where(d => d.TryGetProperty("content", out _))
        .Select(d => d.GetProperty("content").GetString()));
}
