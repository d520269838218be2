using System.Text.Json;

namespace Routeur.AI.LocalGateway.Wire;

/// <summary>Finds escaped halves of surrogate pairs: they pass the parser, and fail whoever reads the string later.</summary>
internal static class HalfCharacters
{
    public static bool AreIn(ReadOnlySpan<byte> json, JsonReaderOptions options = default)
    {
        var reader = new Utf8JsonReader(json, options);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
            {
                try
                {
                    reader.GetString();
                }
                catch (InvalidOperationException)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
