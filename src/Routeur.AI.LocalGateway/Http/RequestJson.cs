using System.Text.Json;
using System.Text.Unicode;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Http;

/// <summary>Parses a request's body, or says in a 400 what is wrong with it [/guides/errors].</summary>
internal static class RequestJson
{
    /// <summary>The most characters of what is kept when the request is over. Not documented.</summary>
    public const int LongestName = 1024;

    /// <exception cref="GatewayException">It is no JSON, or holds text that nobody could read.</exception>
    public static JsonDocument Parse(byte[] body)
    {
        try
        {
            // The parser leaves both to whoever reads a string later.
            string? fault = !Utf8.IsValid(body) ? "it is not UTF-8" : HalfCharacters.AreIn(body) ? "a string holds half of a surrogate pair" : null;
            return fault is null ? JsonDocument.Parse(body) : throw GatewayException.InvalidRequest($"malformed JSON: {fault}");
        }
        catch (JsonException e)
        {
            throw GatewayException.InvalidRequest($"malformed JSON: {e.Message}");
        }
    }
}
