using System.Text.Json.Nodes;

namespace Routeur.AI.Tests.Support;

/// <summary>A request as it left the client: method, address, headers and the body's text.</summary>
internal sealed record RecordedRequest(string Method, Uri Uri, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public JsonObject Json => JsonNode.Parse(Body)!.AsObject();

    public string? Header(string name) => Headers.TryGetValue(name, out string? value) ? value : null;
}
