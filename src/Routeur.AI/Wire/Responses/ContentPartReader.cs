using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Routeur.AI.Wire;

/// <summary>
/// Reads content that is not a plain string: arrays of parts, and lists of generated images. Parts are rare and small in number, so they are
/// read through <see cref="JsonElement"/>.
/// </summary>
internal static class ContentPartReader
{
    /// <summary>Reads an array of parts, or one part without its array.</summary>
    public static void Read(JsonElement value, List<AIContent> contents)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            AnswerLimits.Check(value.GetArrayLength(), AnswerLimits.MaxParts, "content parts in one list");
            foreach (JsonElement part in value.EnumerateArray())
            {
                ReadPart(part, contents);
            }
        }
        else
        {
            ReadPart(value, contents);
        }
    }

    private static void ReadPart(JsonElement part, List<AIContent> contents)
    {
        if (part.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        if (part.ValueKind == JsonValueKind.String)
        {
            // A list of images may hold bare addresses; a list of parts may hold bare text.
            string text = part.GetString()!;
            contents.Add(text.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase) && ImageReader.FromUrl(text) is { } image ? image : new TextContent(text));
            return;
        }

        contents.Add((part.ValueKind == JsonValueKind.Object ? ReadObject(part) : null) ?? Unknown(part));
    }

    private static AIContent? ReadObject(JsonElement part) => KeptJson.Text(part, "type") switch
    {
        "text" or "output_text" or "input_text" or null when KeptJson.Text(part, "text") is { } text => new TextContent(text),
        "refusal" when KeptJson.Text(part, "refusal") is { } refusal => new ErrorContent(refusal) { ErrorCode = "Refusal" },
        "thinking" or "reasoning" => ReadThinking(part) is { } thought ? new TextReasoningContent(thought) : null,
        "file" => ReadFile(part),
        _ => ImageReader.Read(part),
    };

    // Mistral: {"type":"thinking","thinking":[{"type":"text","text":"…"}]}
    private static string? ReadThinking(JsonElement part)
    {
        if (!part.TryGetProperty("thinking", out JsonElement thinking) && !part.TryGetProperty("reasoning", out thinking))
        {
            return KeptJson.Text(part, "text");
        }

        if (thinking.ValueKind != JsonValueKind.Array)
        {
            return thinking.ValueKind == JsonValueKind.String ? thinking.GetString() : null;
        }

        var text = new StringBuilder();
        foreach (JsonElement piece in thinking.EnumerateArray())
        {
            text.Append(piece.ValueKind == JsonValueKind.Object ? KeptJson.Text(piece, "text") : null);
        }

        return text.ToString();
    }

    private static AIContent? ReadFile(JsonElement part)
    {
        if (!part.TryGetProperty("file", out JsonElement file) || file.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        string? name = KeptJson.Text(file, "filename");
        if (KeptJson.Text(file, "file_id") is { Length: > 0 } id)
        {
            return new HostedFileContent(id) { Name = name };
        }

        return KeptJson.Text(file, "file_data") is { } data && ImageReader.FromDataUri(data) is { } content ? Named(content, name) : null;
    }

    private static DataContent Named(DataContent content, string? name)
    {
        content.Name = name;
        return content;
    }

    /// <summary>A part of a kind that MEAI has no type for is kept whole rather than dropped.</summary>
    private static AIContent Unknown(JsonElement part) => new()
    {
        RawRepresentation = part,
        AdditionalProperties = new() { ["part"] = part },
    };
}
