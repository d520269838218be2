using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Routeur.AI.Wire;

namespace Routeur.AI.Management;

/// <summary>
/// Takes an archive apart. Whether it is one document or several, and compressed or not, is not documented [/guides/traces]; the first
/// bytes tell. Messages never repeat what it holds.
/// </summary>
internal static class PayloadArchive
{
    /// <summary>How deep an archive may be nested: it holds what others wrote, an app's own schemas for example.</summary>
    private const int MaxDepth = 64;

    private static readonly string[] Layers =
    [
        ManagementNames.CallerRequest, ManagementNames.UpstreamRequest, ManagementNames.UpstreamResponse, ManagementNames.CallerResponse,
    ];

    /// <param name="archive">The whole archive.</param>
    /// <param name="maxBytes">The most that it may hold when unpacked.</param>
    /// <exception cref="InvalidDataException">It cannot be understood, or is too large when unpacked.</exception>
    public static PayloadLayers Read(ReadOnlyMemory<byte> archive, long maxBytes)
    {
        if (archive.Span is [0x1F, 0x8B, ..])
        {
            using var packed = new GZipStream(ToStream(archive), CompressionMode.Decompress);
            archive = Unpack(packed, maxBytes);
        }

        Dictionary<string, JsonElement> members = archive.Span.StartsWith("PK"u8) ? ReadZip(archive, maxBytes) : ReadJson(archive.Span);
        return Array.Exists(Layers, members.ContainsKey)
            ? new PayloadLayers(members)
            : throw new InvalidDataException("it has none of the four layers");
    }

    private static Dictionary<string, JsonElement> ReadJson(ReadOnlySpan<byte> archive)
    {
        JsonElement root;
        try
        {
            ReadOnlySpan<byte> json = JsonText.TrimStart(archive);
            root = json.IsEmpty ? default : KeptJson.ToElement(json, MaxDepth);
        }
        catch (JsonException)
        {
            // What the parser says may quote the archive.
            throw new InvalidDataException("it is not JSON");
        }

        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidDataException("it is no JSON object");
        }

        // The layers may stand in an envelope of one member.
        JsonElement holder = root.EnumerateObject().Select(member => member.Value).Prepend(root).FirstOrDefault(HoldsLayers, root);
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (JsonProperty member in holder.EnumerateObject())
        {
            members[member.Name] = member.Value;
        }

        return members;
    }

    private static Dictionary<string, JsonElement> ReadZip(ReadOnlyMemory<byte> archive, long maxBytes)
    {
        using var zip = new ZipArchive(ToStream(archive), ZipArchiveMode.Read);
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        long left = maxBytes;
        foreach (ZipArchiveEntry entry in zip.Entries.Where(entry => entry.Name.Length > 0))
        {
            using Stream packed = entry.Open();
            ReadOnlyMemory<byte> content = Unpack(packed, left);
            left -= content.Length;
            string layer = entry.Name.Split('.')[0];
            members[Array.IndexOf(Layers, layer) >= 0 ? layer : entry.FullName] = ToLayer(content.Span);
        }

        return members;
    }

    // A layer is a raw body: JSON, or the events of a stream.
    private static JsonElement ToLayer(ReadOnlySpan<byte> content)
    {
        try
        {
            return KeptJson.ToElement(JsonText.Trim(content), MaxDepth);
        }
        catch (JsonException)
        {
            return KeptJson.FromText(Encoding.UTF8.GetString(content));
        }
    }

    private static bool HoldsLayers(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object && Array.Exists(Layers, layer => element.TryGetProperty(layer, out _));

    private static ReadOnlyMemory<byte> Unpack(Stream packed, long maxBytes)
    {
        var unpacked = new MemoryStream();
        byte[] buffer = new byte[16 * 1024];
        while (packed.Read(buffer) is > 0 and int read)
        {
            if (unpacked.Length + read > maxBytes)
            {
                throw new InvalidDataException("it is larger than the limit of the download (maxBytes) when unpacked");
            }

            unpacked.Write(buffer, 0, read);
        }

        return unpacked.GetBuffer().AsMemory(0, (int)unpacked.Length);
    }

    private static MemoryStream ToStream(ReadOnlyMemory<byte> bytes) => new(bytes.ToArray(), writable: false);
}
