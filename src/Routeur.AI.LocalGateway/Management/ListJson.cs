using System.Text.Json;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Management;

/// <summary>Writes OpenAI's list envelope; the service documents no list endpoint.</summary>
internal static class ListJson
{
    public static void Write<T>(Utf8JsonWriter writer, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartObject();
        writer.WriteString(ListFields.Object, ListFields.List);
        writer.WriteStartArray(ListFields.Data);
        foreach (T item in items)
        {
            write(writer, item);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
