using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Routeur.AI.LocalGateway.Tests.Support;

/// <summary>An answer that was read to its end.</summary>
internal sealed record TestReply(HttpStatusCode Status, HttpResponseHeaders Headers, MediaTypeHeaderValue? ContentType, string Body)
{
    public JsonElement Json => Parse(Body);

    public JsonElement Error => Json.GetProperty("error");

    public JsonElement Trace => Json.GetProperty("routeur");

    public string Text => Message.GetProperty("content").GetString()!;

    public JsonElement Message => Json.GetProperty("choices")[0].GetProperty("message");

    public static JsonElement Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    public static async Task<TestReply> ReadAsync(HttpResponseMessage response) => new(
        response.StatusCode,
        response.Headers,
        response.Content.Headers.ContentType,
        await response.Content.ReadAsStringAsync(TestCaller.Cancel));

    public string Header(string name) => Assert.Single(Headers.GetValues(name));

    public void ShouldBeError(HttpStatusCode status, string code, string message)
    {
        Assert.Equal(status, Status);
        Assert.Equal("application/json", ContentType?.MediaType);
        Assert.Equal(code, Error.GetProperty("code").GetString());
        Assert.Equal(message, Error.GetProperty("message").GetString());
        Golden.ShouldMatch(Body, "error");
    }
}
