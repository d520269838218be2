using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Routeur.AI.LocalGateway.Hosting;
using Routeur.AI.LocalGateway.Wire;

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
            ReadOnlyMemory<byte> text = Text(File.ReadAllBytes(file), file);
            JsonDocument document = JsonDocument.Parse(text, Tolerant);
            return HalfCharacters.AreIn(text.Span, new() { CommentHandling = Tolerant.CommentHandling, AllowTrailingCommas = Tolerant.AllowTrailingCommas })
                ? throw new GatewayConfigurationException(file, null, $"{file}: malformed JSON: a string holds half of a surrogate pair")
                : document;
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

    // Editors on Windows put a mark in front, which the parser takes for a mistake; what is not UTF-8 it leaves to whoever reads a string later.
    private static ReadOnlyMemory<byte> Text(ReadOnlyMemory<byte> bytes, string file)
    {
        ReadOnlyMemory<byte> text = bytes.Span.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        OperationStatus status = Utf8.ToUtf16(text.Span, new char[text.Length], out int good, out _, replaceInvalidSequences: false);
        return status == OperationStatus.Done
            ? text
            : throw new GatewayConfigurationException(
                file, null, string.Create(CultureInfo.InvariantCulture, $"{file}: malformed JSON in line {text.Span[..good].Count((byte)'\n') + 1}: it is not UTF-8"));
    }
}
