using System.Globalization;
using System.Text.Json;
using Routeur.AI.LocalGateway.Hosting;

namespace Routeur.AI.LocalGateway.Configuration;

/// <summary>Reads a configuration file: JSON, in which comments and commas at the end of a list are allowed.</summary>
internal static class ConfigFile
{
    private static readonly JsonDocumentOptions Tolerant = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public static RouteurLocalGatewayOptions Load(string file)
    {
        using JsonDocument document = Parse(file);
        try
        {
            RouteurLocalGatewayOptions options = new ConfigNode(document.RootElement, "$").Object(OptionsSection.Read);
            OptionsCheck.Find(options);
            return options;
        }
        catch (ConfigException e)
        {
            throw new GatewayConfigurationException(file, e.Path, $"{file}: {e.Message}", e);
        }
        catch (OptionException e)
        {
            string path = ConfigPath.Of(e.Option);
            throw new GatewayConfigurationException(file, path, $"{file}: {path} {e.Reason}", e);
        }
    }

    private static JsonDocument Parse(string file)
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(file), Tolerant);
        }
        catch (JsonException e)
        {
            // The parser counts from zero, and says so again at the end of its message.
            string place = string.Create(CultureInfo.InvariantCulture, $"line {e.LineNumber + 1}, position {e.BytePositionInLine + 1}");
            string reason = e.Message.Split(" LineNumber:")[0];
            throw new GatewayConfigurationException(file, null, $"{file}: malformed JSON in {place}: {reason}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            string reason = e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : e.Message.ReplaceLineEndings(" ");
            throw new GatewayConfigurationException(file, null, $"{file}: {reason}", e);
        }
    }
}
