namespace Routeur.AI.LocalGateway.Configuration;

/// <summary>A value of a configuration is wrong; the file that it stands in is not known here.</summary>
internal sealed class ConfigException(string path, string reason) : Exception($"{path} {reason}")
{
    public string Path { get; } = path;
}
