using System.Text.Json;
using Routeur.AI.LocalGateway.Keys;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Management;

/// <summary>Writes an API key: the plaintext at its creation only [/api-reference/api-keys/create].</summary>
internal static class KeyJson
{
    public static void Write(Utf8JsonWriter writer, GatewayKey key) => Write(writer, key, secret: null);

    public static void Write(Utf8JsonWriter writer, GatewayKey key, string? secret)
    {
        writer.WriteStartObject();
        writer.WriteString(KeyFields.Id, key.Id);
        writer.WriteString(KeyFields.Name, key.Name);
        if (secret is not null)
        {
            writer.WriteString(KeyFields.Key, secret);
        }

        writer.WriteString(KeyFields.Prefix, key.Prefix);
        TimestampJson.Write(writer, KeyFields.CreatedAt, key.CreatedAt);
        TimestampJson.Write(writer, KeyFields.RevokedAt, key.RevokedAt);
        writer.WriteEndObject();
    }
}
