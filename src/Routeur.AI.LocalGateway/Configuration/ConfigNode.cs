using System.Globalization;
using System.Text.Json;

namespace Routeur.AI.LocalGateway.Configuration;

/// <summary>A value of a configuration file that knows where it stands. Whoever reads it as something else is told so.</summary>
internal sealed class ConfigNode(JsonElement value, string path)
{
    public string Path => path;

    public bool IsObject => value.ValueKind == JsonValueKind.Object;

    /// <summary>Reads an object's members; those that nobody asks for are mistakes.</summary>
    public T Object<T>(Func<ConfigObject, T> read)
    {
        Require(IsObject, "must be an object");
        var members = new ConfigObject(value, path);
        T result = read(members);
        members.RefuseOthers();
        return result;
    }

    public IReadOnlyList<T> List<T>(Func<ConfigNode, T> read)
    {
        Require(value.ValueKind == JsonValueKind.Array, "must be a list");
        return [.. value.EnumerateArray().Select((item, i) => read(new ConfigNode(item, $"{path}[{i}]")))];
    }

    public string Text()
    {
        Require(value.ValueKind == JsonValueKind.String, "must be a string");
        return value.GetString()!;
    }

    public bool Flag()
    {
        Require(value.ValueKind is JsonValueKind.True or JsonValueKind.False, "must be true or false");
        return value.GetBoolean();
    }

    public decimal Number()
    {
        decimal number = 0;
        Require(value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out number), "must be a number");
        return number;
    }

    public int Integer(int least = int.MinValue, int most = int.MaxValue) => (int)Whole(least, most);

    public long Whole(long least = long.MinValue, long most = long.MaxValue)
    {
        long number = 0;
        Require(value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out number), "must be a whole number");
        Require(number >= least && number <= most, string.Create(CultureInfo.InvariantCulture, $"is {number}; it must be {least} to {most}"));
        return number;
    }

    /// <summary>A time in milliseconds.</summary>
    public TimeSpan Milliseconds() => TimeSpan.FromMilliseconds(Integer(0));

    /// <summary>One of several names.</summary>
    public T Choice<T>(params (string Name, T Value)[] choices)
    {
        string text = Text();
        foreach ((string name, T choice) in choices)
        {
            if (name == text)
            {
                return choice;
            }
        }

        throw Wrong($"is '{text}'; it must be {string.Join(" or ", choices.Select(c => $"'{c.Name}'"))}");
    }

    /// <summary>The value as it stands in the file.</summary>
    public string Json() => value.GetRawText();

    public ConfigException Wrong(string reason) => new(path, reason);

    private void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw Wrong(otherwise);
        }
    }
}
