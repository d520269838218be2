using System.ClientModel.Primitives;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace Routeur.AI.SemanticKernel.Settings;

/// <summary>The forms that <see cref="RouteurPromptExecutionSettings.ResponseFormat"/> can have, as in SK's OpenAI connector.</summary>
internal static class ResponseFormats
{
    private const string Text = "text";
    private const string JsonObject = "json_object";
    private const string JsonSchema = "json_schema";
    private const string DefaultName = "JsonSchema";
    private const int LongestName = 64;

    private static readonly AIJsonSchemaCreateOptions StrictSchema = new()
    {
        TransformOptions = new AIJsonSchemaTransformOptions
        {
            DisallowAdditionalProperties = true,
            RequireAllProperties = true,
            MoveDefaultKeywordToDescription = true,
        },
    };

    private static readonly JsonSerializerOptions TypeOptions = CreateTypeOptions();

    /// <exception cref="ArgumentException">The value is no response format.</exception>
    public static object? Check(object? value)
    {
        switch (value)
        {
            case null or JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined }:
                return null;
            case JsonElement { ValueKind: JsonValueKind.String } json:
                return Check(json.GetString());
            case JsonElement { ValueKind: JsonValueKind.Object } or Type or ChatResponseFormat:
                return value;
            case OpenAI.Chat.ChatResponseFormat official:
                return JsonElement.Parse(((IJsonModel<OpenAI.Chat.ChatResponseFormat>)official).Write(ModelReaderWriterOptions.Json));
            case string text when text.TrimStart().StartsWith('{'):
                return ParseSchema(text);
            case string text when text is Text or JsonObject:
                return text;
            default:
                throw SettingValue.Wrong(
                    SettingKeys.ResponseFormat,
                    nameof(RouteurPromptExecutionSettings.ResponseFormat),
                    value,
                    "\"text\", \"json_object\", a JSON schema, a Type or a ChatResponseFormat");
        }
    }

    public static void Write(object? format, ChatOptions options)
    {
        switch (format)
        {
            case ChatResponseFormat typed:
                options.ResponseFormat = typed;
                break;
            case Text:
                options.ResponseFormat = ChatResponseFormat.Text;
                break;
            case JsonObject:
                options.ResponseFormat = ChatResponseFormat.Json;
                break;
            case JsonElement json when IsWhole(json):
                SettingsWriter.Set(options, SettingKeys.ResponseFormat, json);
                break;
            case JsonElement schema:
                options.ResponseFormat = ChatResponseFormat.ForJsonSchema(schema, DefaultName);
                break;
            case Type type:
                // Under its own name in the body: as a typed format, "strict" would hold for tools too.
                SettingsWriter.Set(options, SettingKeys.ResponseFormat, Strict(type));
                break;
        }
    }

    /// <summary>A whole <c>response_format</c> of the dialect that makes the answer follow the type's schema strictly.</summary>
    public static JsonElement Strict(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        JsonElement schema = AIJsonUtilities.CreateJsonSchema(type, serializerOptions: TypeOptions, inferenceOptions: StrictSchema);
        var format = new JsonObject
        {
            ["type"] = JsonSchema,
            [JsonSchema] = new JsonObject
            {
                ["name"] = NameOf(type),
                ["schema"] = System.Text.Json.Nodes.JsonObject.Create(schema),
                ["strict"] = true,
            },
        };
        return JsonElement.Parse(format.ToJsonString());
    }

    private static bool IsWhole(JsonElement json) =>
        json.TryGetProperty("type", out JsonElement type) && type.ValueKind == JsonValueKind.String &&
        (type.ValueEquals(JsonSchema) || type.ValueEquals(JsonObject) || type.ValueEquals(Text));

    private static JsonElement ParseSchema(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException e)
        {
            throw new ArgumentException(
                $"{SettingCheck.Name(nameof(RouteurPromptExecutionSettings.ResponseFormat))} (key \"{SettingKeys.ResponseFormat}\") is not JSON: {e.Message}", e);
        }
    }

    // The dialect wants 1 to 64 letters, digits, dashes and underscores; a type's name may hold anything.
    private static string NameOf(Type type)
    {
        string name = string.Concat(Words(type).Select(static c => char.IsAsciiLetterOrDigit(c) || c is '-' ? c : '_'));
        return name.Length <= LongestName ? name : name[..LongestName];
    }

    // A type inside a generic one is generic too, without a mark of its own.
    private static string Words(Type type) => type.IsArray
        ? Words(type.GetElementType()!) + "Array"
        : type.Name.Split('`')[0] + string.Concat(type.GetGenericArguments().Select(Words));

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Only where reflection-based JSON is on, which trimmed apps turn off.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Only where reflection-based JSON is on, which AOT apps turn off.")]
    private static JsonSerializerOptions CreateTypeOptions()
    {
        if (!JsonSerializer.IsReflectionEnabledByDefault)
        {
            return AIJsonUtilities.DefaultOptions;
        }

        var options = new JsonSerializerOptions { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };
        options.Converters.Add(new JsonStringEnumConverter());
        options.MakeReadOnly();
        return options;
    }
}
