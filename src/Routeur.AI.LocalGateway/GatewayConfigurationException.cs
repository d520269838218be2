namespace Routeur.AI.LocalGateway;

/// <summary>A configuration file is wrong. The message is one line that names the file, the place in it and the reason.</summary>
public sealed class GatewayConfigurationException : Exception
{
    internal GatewayConfigurationException(string file, string? jsonPath, string message, Exception? inner = null)
        : base(message, inner)
    {
        File = file;
        JsonPath = jsonPath;
    }

    /// <summary>The file, as it was named.</summary>
    public string File { get; }

    /// <summary>Where in the file, for example <c>$.rules[2].action.provider</c>; null when the file cannot be read or is no JSON.</summary>
    public string? JsonPath { get; }
}
