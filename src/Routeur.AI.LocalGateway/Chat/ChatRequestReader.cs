using System.Text.Json;
using Routeur.AI.LocalGateway.Http;
using Routeur.AI.LocalGateway.Simulation;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Chat;

/// <summary>Reads a chat request's body, or says in a 400 which field is wrong [/guides/errors].</summary>
internal static class ChatRequestReader
{
    public static ChatRequest Read(JsonElement body)
    {
        Require(body.ValueKind == JsonValueKind.Object, "the body must be a JSON object");
        CheckMessages(Field(body, ChatFields.Messages));
        CheckTools(body);
        return new ChatRequest(
            body,
            Model(Field(body, ChatFields.Model)),
            Flag(body, ChatFields.Stream, ChatFields.Stream),
            IncludeUsage(Field(body, ChatFields.StreamOptions)));
    }

    private static JsonElement? Field(JsonElement body, string name) =>
        JsonValue.Member(body, name) is { ValueKind: not JsonValueKind.Null } field ? field : null;

    private static string Model(JsonElement? field)
    {
        Require(field is not null, "model is required");
        Require(field!.Value.ValueKind == JsonValueKind.String, "model must be a string");
        string model = field.Value.GetString()!;
        Require(!string.IsNullOrWhiteSpace(model), "model must not be empty");

        // The trace keeps it.
        Require(model.Length <= RequestJson.LongestName, $"model must not be longer than {RequestJson.LongestName} characters");
        return model;
    }

    private static void CheckMessages(JsonElement? field)
    {
        Require(field is not null, "messages is required");
        Require(field!.Value.ValueKind == JsonValueKind.Array, "messages must be an array");
        Require(field.Value.GetArrayLength() > 0, "messages must not be empty");
        int i = 0;
        foreach (JsonElement message in field.Value.EnumerateArray())
        {
            string name = $"messages[{i++}]";
            Require(message.ValueKind == JsonValueKind.Object, $"{name} must be an object");
            Require(JsonValue.String(message, ChatFields.Role) is not null, $"{name}.role is required");
            CheckContent(Field(message, ChatFields.Content), $"{name}.content");
        }
    }

    private static void CheckContent(JsonElement? content, string name)
    {
        if (content is null or { ValueKind: JsonValueKind.String })
        {
            return;
        }

        Require(content.Value.ValueKind == JsonValueKind.Array, $"{name} must be a string or an array of parts");
        int i = 0;
        foreach (JsonElement part in content.Value.EnumerateArray())
        {
            Require(JsonValue.String(part, ChatFields.Type) is not null, $"{name}[{i++}].type is required");
        }
    }

    private static void CheckTools(JsonElement body)
    {
        JsonElement? tools = Field(body, ChatFields.Tools);
        Require(tools is null or { ValueKind: JsonValueKind.Array }, "tools must be an array");
        int i = 0;
        foreach (JsonElement tool in JsonValue.Items(body, ChatFields.Tools))
        {
            string name = $"tools[{i++}]";
            Require(JsonValue.String(tool, ChatFields.Type) is not null, $"{name}.type is required");
            JsonElement? function = JsonValue.Member(tool, ChatFields.Function);
            Require(function is null || JsonValue.String(function, ChatFields.Name) is not null, $"{name}.function.name is required");
        }

        if (ToolSelection.RequiredName(body) is { } wanted)
        {
            Require(ToolSelection.Choose(body) is not null, $"tool_choice names '{wanted}', which is not among the tools");
        }
    }

    private static bool IncludeUsage(JsonElement? streamOptions)
    {
        Require(streamOptions is null or { ValueKind: JsonValueKind.Object }, "stream_options must be an object");
        return streamOptions is { } options && Flag(options, ChatFields.IncludeUsage, "stream_options.include_usage");
    }

    private static bool Flag(JsonElement owner, string field, string name)
    {
        JsonElement? value = Field(owner, field);
        Require(value is null or { ValueKind: JsonValueKind.True or JsonValueKind.False }, $"{name} must be true or false");
        return value is { ValueKind: JsonValueKind.True };
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw GatewayException.InvalidRequest(otherwise);
        }
    }
}
