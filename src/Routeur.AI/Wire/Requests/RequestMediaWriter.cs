using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI.Chat;

namespace Routeur.AI.Wire;

/// <summary>Writes the parts that are not text: images, audio, PDF files and files by id.</summary>
internal static class RequestMediaWriter
{
    // The dialect demands a name. It is always the same one, so that equal histories give equal bodies, which caches live on.
    private const string DefaultFileName = "document.pdf";

    private const string Pdf = "application/pdf";

    /// <summary>Whether the dialect has a part for this content.</summary>
    public static bool CanWrite(AIContent content) => content switch
    {
        UriContent uri => uri.HasTopLevelMediaType("image"),
        DataContent data => data.HasTopLevelMediaType("image") || IsPdf(data) || AudioFormat(data.MediaType) is not null,
        HostedFileContent => true,
        _ => false,
    };

    /// <summary>Writes the part.</summary>
    public static void Write(Utf8JsonWriter writer, AIContent content, int index)
    {
        writer.WriteStartObject();
        switch (content)
        {
            case UriContent uri:
                BeginImage(writer);
                writer.WriteString(RequestNames.Url, Address(uri, index));
                WriteDetail(writer, content, index);
                break;

            case DataContent data when IsPdf(data):
                BeginFile(writer);
                writer.WriteString(RequestNames.FileName, string.IsNullOrEmpty(data.Name) ? DefaultFileName : data.Name);
                writer.WritePropertyName(RequestNames.FileData);
                RequestString.WriteDataUri(writer, data.MediaType, data.Data.Span);
                break;

            case DataContent data when AudioFormat(data.MediaType) is { } format:
                writer.WriteString(RequestNames.Type, RequestNames.InputAudio);
                writer.WriteStartObject(RequestNames.InputAudio);
                writer.WriteBase64String(RequestNames.Data, data.Data.Span);
                writer.WriteString(RequestNames.Format, format);
                break;

            case DataContent data:
                BeginImage(writer);
                writer.WritePropertyName(RequestNames.Url);
                RequestString.WriteDataUri(writer, data.MediaType, data.Data.Span);
                WriteDetail(writer, content, index);
                break;

            case HostedFileContent file:
                BeginFile(writer);
                writer.WriteString(RequestNames.FileId, file.FileId);
                break;
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void BeginImage(Utf8JsonWriter writer)
    {
        writer.WriteString(RequestNames.Type, RequestNames.ImageUrl);
        writer.WriteStartObject(RequestNames.ImageUrl);
    }

    private static void BeginFile(Utf8JsonWriter writer)
    {
        writer.WriteString(RequestNames.Type, RequestNames.File);
        writer.WriteStartObject(RequestNames.File);
    }

    private static string Address(UriContent content, int index) => content.Uri.IsAbsoluteUri
        ? content.Uri.AbsoluteUri
        : throw RequestError.Messages($"messages[{index}] holds an image with the relative address \"{content.Uri}\"; an absolute one is needed.");

    private static void WriteDetail(Utf8JsonWriter writer, AIContent content, int index)
    {
        if (content.AdditionalProperties is not { } properties || !properties.TryGetValue("detail", out object? detail) || detail is null)
        {
            return;
        }

        string? level = detail switch
        {
            string text => text,
            ChatImageDetailLevel typed => typed.ToString(),
            JsonElement { ValueKind: JsonValueKind.String } json => json.GetString(),
            _ => throw RequestError.Messages(
                $"messages[{index}] holds an image whose AdditionalProperties[\"detail\"] is a {detail.GetType()}; it must be a string."),
        };
        writer.WriteString(RequestNames.Detail, level);
    }

    // A media type may have parameters behind it.
    private static bool IsPdf(DataContent data) => data.MediaType.StartsWith(Pdf, StringComparison.OrdinalIgnoreCase);

    private static string? AudioFormat(string mediaType) => mediaType.ToLowerInvariant() switch
    {
        "audio/mpeg" or "audio/mp3" => "mp3",
        "audio/wav" or "audio/x-wav" or "audio/wave" or "audio/vnd.wave" => "wav",
        _ => null,
    };
}
