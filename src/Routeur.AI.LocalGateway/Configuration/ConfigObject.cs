using System.Text.Json;

namespace Routeur.AI.LocalGateway.Configuration;

/// <summary>The members of an object in a configuration file. It remembers which ones somebody knows.</summary>
internal sealed class ConfigObject
{
    private readonly string _path;
    private readonly Dictionary<string, ConfigNode?> _members = [];
    private readonly List<string> _known = [];

    public ConfigObject(JsonElement value, string path)
    {
        _path = path;
        foreach (JsonProperty member in value.EnumerateObject())
        {
            // A null is a member that is not there.
            string place = $"{path}.{member.Name}";
            ConfigNode? node = member.Value.ValueKind == JsonValueKind.Null ? null : new ConfigNode(member.Value, place);
            if (!_members.TryAdd(member.Name, node))
            {
                throw new ConfigException(place, "is there twice");
            }
        }
    }

    public ConfigNode? Find(string name)
    {
        _known.Add(name);
        return _members.GetValueOrDefault(name);
    }

    public ConfigNode Get(string name) => Find(name) ?? throw new ConfigException($"{_path}.{name}", "is missing");

    /// <summary>The members that are there, of those named.</summary>
    public IReadOnlyList<(string Name, ConfigNode Node)> FindAll(IEnumerable<string> names) =>
        [.. names.Select(name => (name, Node: Find(name))).Where(m => m.Node is not null).Select(m => (m.name, m.Node!))];

    public void RefuseOthers()
    {
        if (_members.Keys.FirstOrDefault(name => !_known.Contains(name)) is { } unknown)
        {
            throw new ConfigException($"{_path}.{unknown}", $"is not known; known here are {string.Join(", ", _known)}");
        }
    }
}
