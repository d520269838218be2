using System.Net;
using System.Text.Json;

namespace Routeur.AI.ContractTests.Support;

/// <summary>An answer as it came over the wire.</summary>
public sealed record Reply(HttpStatusCode Status, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public JsonElement Trace => Json.GetProperty("routeur");

    public string? Text => Json.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString();

    /// <summary>The answer is an error in the one documented envelope [/guides/errors].</summary>
    public void ShouldBeError(HttpStatusCode status, string code, string? message = null)
    {
        Assert.Equal(status, Status);
        JsonElement error = Json.GetProperty("error");
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.Equal("routeur_error", error.GetProperty("type").GetString());
        Assert.NotEqual("", error.GetProperty("message").GetString());
        if (message is not null)
        {
            Assert.Equal(message, error.GetProperty("message").GetString());
        }
    }
}
