using System.Buffers;
using System.Text.Json;

namespace Routeur.AI.Management;

/// <summary>Writes the bodies of <c>POST /v1/routes</c> [/api-reference/routes/create] and of our update.</summary>
internal static class RouteWriter
{
    public static BinaryData Write(RouteDefinition route) =>
        Write(route.Name, route.Priority, route.Enabled, route.ActionKind, route.Match, route.Action);

    public static BinaryData Write(RouteChanges changes) =>
        Write(changes.Name, changes.Priority, changes.Enabled, changes.ActionKind, changes.Match, changes.Action);

    private static BinaryData Write(string? name, int? priority, bool? enabled, RouteActionKind? kind, RouteMatch? match, RouteAction? action)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            WriteText(writer, ManagementNames.Name, name);
            if (priority is { } number)
            {
                writer.WriteNumber(ManagementNames.Priority, number);
            }

            if (enabled is { } flag)
            {
                writer.WriteBoolean(ManagementNames.Enabled, flag);
            }

            WriteText(writer, ManagementNames.ActionKind, kind?.Value);
            if (match is not null)
            {
                writer.WriteStartObject(ManagementNames.Match);
                WriteText(writer, ManagementNames.RequestedModel, match.RequestedModel);
                WriteRest(writer, match.AdditionalProperties, match.RequestedModel is null ? null : ManagementNames.RequestedModel);
                writer.WriteEndObject();
            }

            if (action is not null)
            {
                writer.WriteStartObject(ManagementNames.Action);
                WriteText(writer, ManagementNames.Provider, action.Provider);
                WriteText(writer, ManagementNames.Model, action.Model);
                WriteRest(
                    writer,
                    action.AdditionalProperties,
                    action.Provider is null ? null : ManagementNames.Provider,
                    action.Model is null ? null : ManagementNames.Model);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        return BinaryData.FromBytes(buffer.WrittenMemory);
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    // A typed property wins over one of the same name.
    private static void WriteRest(Utf8JsonWriter writer, IReadOnlyDictionary<string, JsonElement> properties, params ReadOnlySpan<string?> written)
    {
        foreach ((string name, JsonElement value) in properties)
        {
            if (!written.Contains(name))
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }
        }
    }
}
