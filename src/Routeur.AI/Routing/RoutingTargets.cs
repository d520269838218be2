using System.Collections;
using System.Globalization;
using System.Text.Json;
using Routeur.AI.Wire;

namespace Routeur.AI.Routing;

/// <summary>
/// Fallback targets: their rule, and how they are kept in a call's options. There they are one JSON array,
/// <c>[{"provider": "gemini", "model": "gemini-2.5-pro"}]</c>, a value that survives <c>Clone()</c>, serialisation and the key of a cache.
/// </summary>
internal static class RoutingTargets
{
    /// <summary>The most targets of one list: a call that failed so often does not get better with another one.</summary>
    public const int MaxCount = 10;

    private const string ProviderName = "provider";
    private const string ModelName = "model";
    private const string Shape = "a list of targets, such as [{\"provider\": \"gemini\", \"model\": \"gemini-2.5-pro\"}]";

    /// <summary>A checked copy.</summary>
    /// <exception cref="ArgumentException">A target is missing, empty or cannot go into headers, or there are too many; the message names <paramref name="name"/>.</exception>
    public static IReadOnlyList<RouteurTarget> Check(IEnumerable<RouteurTarget?>? targets, string name)
    {
        if (targets is null)
        {
            return [];
        }

        var copy = new List<RouteurTarget>();
        foreach (RouteurTarget? target in targets)
        {
            string item = $"{name}[{copy.Count.ToString(CultureInfo.InvariantCulture)}]";
            string? provider = RoutingHeaderValue.Check(target?.Provider, item + ".Provider");
            string? model = RoutingHeaderValue.Check(target?.Model, item + ".Model");
            if (provider is null && model is null)
            {
                throw new ArgumentException($"\"{item}\" names neither a provider nor a model. Name one of them, or remove it.", name);
            }

            if (copy.Count == MaxCount)
            {
                throw new ArgumentException($"\"{name}\" holds more than {MaxCount} targets. Use 0 to {MaxCount}.", name);
            }

            copy.Add(new RouteurTarget(provider, model));
        }

        return copy;
    }

    /// <summary>The targets as a value of a call's options.</summary>
    public static JsonElement ToJson(IReadOnlyList<RouteurTarget> targets)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (RouteurTarget target in targets)
            {
                writer.WriteStartObject();
                if (target.Provider is not null)
                {
                    writer.WriteString(ProviderName, target.Provider);
                }

                if (target.Model is not null)
                {
                    writer.WriteString(ModelName, target.Model);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return KeptJson.ToElement(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    /// <summary>
    /// Reads a value of a call's options, set by us or by hand: JSON, its text, targets, or what a configuration made of them. Null when there is none,
    /// so that a key without a value says nothing.
    /// </summary>
    /// <exception cref="ArgumentException">It is something else, or a target breaks the rule.</exception>
    public static IReadOnlyList<RouteurTarget>? Read(string key, object? value) => value switch
    {
        null or JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => null,
        JsonElement { ValueKind: JsonValueKind.Array } array => Check(array.EnumerateArray().Select(item => Target(key, item)), key),
        JsonElement { ValueKind: JsonValueKind.String } text => Parse(key, text.GetString()!),
        string text => Parse(key, text),
        IEnumerable<RouteurTarget?> targets => Check(targets, key),
        IEnumerable<KeyValuePair<string, object?>> => throw Wrong(key),
        IEnumerable items => Check(items.Cast<object?>().Select(item => Target(key, item)), key),
        _ => throw Wrong(key),
    };

    /// <summary>A call that says where to go when its target fails, but names no target.</summary>
    public static ArgumentException WithoutTarget() => new(
        $"{RoutingPropertyValue.Name(RouteurPropertyNames.Fallbacks)} is set, but the call names no target that could fail: fallbacks belong to a target. " +
        $"Name one too, with {nameof(RouteurChatOptionsExtensions.WithRouteur)} or ChatOptions.ModelId (\"{RouteurOptions.AutoModel}\" leaves the first " +
        "choice to the account's rules).",
        RouteurPropertyNames.Fallbacks);

    private static IReadOnlyList<RouteurTarget>? Parse(string key, string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        try
        {
            JsonElement json = KeptJson.ToElement(System.Text.Encoding.UTF8.GetBytes(text));
            return json.ValueKind == JsonValueKind.Array ? Read(key, json) : throw Wrong(key);
        }
        catch (JsonException)
        {
            throw Wrong(key);
        }
    }

    private static RouteurTarget? Target(string key, object? item) => item switch
    {
        null => null,
        RouteurTarget target => target,
        JsonElement { ValueKind: JsonValueKind.Object } json => Target(key, json.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, (object?)p.Value))),
        IEnumerable<KeyValuePair<string, object?>> fields => Target(key, fields),
        _ => throw Wrong(key),
    };

    private static RouteurTarget Target(string key, IEnumerable<KeyValuePair<string, object?>> fields)
    {
        var target = new RouteurTarget();
        foreach (KeyValuePair<string, object?> field in fields)
        {
            if (field.Key.Equals(ProviderName, StringComparison.OrdinalIgnoreCase))
            {
                target.Provider = RoutingPropertyValue.AsString(key, field.Value);
            }
            else if (field.Key.Equals(ModelName, StringComparison.OrdinalIgnoreCase))
            {
                target.Model = RoutingPropertyValue.AsString(key, field.Value);
            }
            else
            {
                throw new ArgumentException($"{RoutingPropertyValue.Name(key)} holds a target with the unknown field \"{field.Key}\". Known fields: {ProviderName}, {ModelName}.", key);
            }
        }

        return target;
    }

    private static ArgumentException Wrong(string key) => new($"{RoutingPropertyValue.Name(key)} is not {Shape}.", key);
}
