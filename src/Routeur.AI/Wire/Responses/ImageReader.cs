using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Routeur.AI.Wire;

/// <summary>Reads images in the shapes that gateways give them: an address, a data URI, or base64 beside a media type.</summary>
internal static class ImageReader
{
    /// <summary>Reads an image part; null when it holds no image that can be understood.</summary>
    public static AIContent? Read(JsonElement part)
    {
        if (part.TryGetProperty("image_url", out JsonElement image))
        {
            string? url = image.ValueKind == JsonValueKind.Object ? KeptJson.Text(image, "url") : image.ValueKind == JsonValueKind.String ? image.GetString() : null;
            AIContent? content = url is null ? null : FromUrl(url);
            if (content is not null && image.ValueKind == JsonValueKind.Object && KeptJson.Text(image, "detail") is { } detail)
            {
                // The name is Microsoft.Extensions.AI.OpenAI's.
                content.AdditionalProperties = new() { ["ImageDetailLevel"] = detail };
            }

            return content;
        }

        if (KeptJson.Text(part, "url") is { } address)
        {
            return FromUrl(address);
        }

        if (KeptJson.Text(part, "b64_json") is { } bytes)
        {
            return FromBase64(bytes, MediaType(part) ?? "image/png");
        }

        // Anthropic's shape keeps data and media type in an inner object, Gemini's beside each other.
        JsonElement source = part.TryGetProperty("source", out JsonElement inner) && inner.ValueKind == JsonValueKind.Object ? inner : part;
        return KeptJson.Text(source, "data") is { } data && MediaType(source) is { } mediaType ? FromBase64(data, mediaType) : null;
    }

    /// <summary>An image by address or as a data URI; null when it is neither.</summary>
    public static AIContent? FromUrl(string url)
    {
        if (url.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            return FromDataUri(url);
        }

        return Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) ? new UriContent(uri, MediaTypeOf(uri)) : null;
    }

    /// <summary>The content of a data URI; null when it is malformed.</summary>
    public static DataContent? FromDataUri(string uri)
    {
        try
        {
            var content = new DataContent(uri);
            _ = content.Data; // decodes the base64, which the constructor only remembers
            return content;
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            return null;
        }
    }

    private static DataContent? FromBase64(string data, string mediaType) => FromDataUri($"data:{mediaType};base64,{data}");

    private static string? MediaType(JsonElement element) => KeptJson.Text(element, "media_type") ?? KeptJson.Text(element, "mime_type") ?? KeptJson.Text(element, "mimeType");

    // As the reference implementation: by the extension at the very end of the address.
    private static string MediaTypeOf(Uri uri) => Path.GetExtension(uri.AbsoluteUri).ToUpperInvariant() switch
    {
        ".PNG" => "image/png",
        ".JPG" or ".JPEG" or ".JPE" or ".JFIF" => "image/jpeg",
        ".GIF" => "image/gif",
        ".WEBP" => "image/webp",
        ".BMP" or ".DIB" => "image/bmp",
        ".SVG" or ".SVGZ" => "image/svg+xml",
        ".TIF" or ".TIFF" => "image/tiff",
        ".AVIF" => "image/avif",
        ".HEIC" => "image/heic",
        ".HEIF" => "image/heif",
        ".ICO" => "image/vnd.microsoft.icon",
        ".APNG" => "image/apng",
        ".JXL" => "image/jxl",
        _ => "image/*",
    };
}
