using System.IO.Compression;
using System.Text;
using Routeur.AI.Management;

namespace Routeur.AI.Tests.Management;

/// <summary>The archive's format is not documented, so every plausible one is read, and everything else refused.</summary>
public class PayloadArchiveTests
{
    private const string Json = """{"caller_request":{"a":1},"upstream_request":null,"caller_response":"short","version":2}""";

    [Theory]
    [InlineData(Json)]
    [InlineData("\uFEFF  " + Json + "\n")]
    [InlineData("""{"layers":""" + Json + "}")]
    [InlineData("""{"request_id":"01K","archive":""" + Json + "}")]
    public void One_JSON_document_is_read_also_in_an_envelope(string text)
    {
        PayloadLayers layers = Read(Encoding.UTF8.GetBytes(text));

        Assert.Equal(1, layers.CallerRequest!.Value.GetProperty("a").GetInt32());
        Assert.Null(layers.UpstreamRequest);
        Assert.Null(layers.UpstreamResponse);
        Assert.Equal("short", layers.CallerResponse!.Value.GetString());
        Assert.Equal(["version"], layers.AdditionalProperties.Keys);
        Assert.Equal("PayloadLayers { caller_request, caller_response }", layers.ToString());
    }

    [Fact]
    public void Gzip_is_unpacked()
    {
        PayloadLayers layers = Read(Gzip(Encoding.UTF8.GetBytes(Json)));

        Assert.Equal(1, layers.CallerRequest!.Value.GetProperty("a").GetInt32());
    }

    [Fact]
    public void A_zip_file_with_a_file_for_each_layer_is_read_and_a_streams_events_become_text()
    {
        PayloadLayers layers = Read(Zip(
            ("01K/caller_request.json", """{"a":1}"""),
            ("01K/upstream_response.sse.txt", "data: {\"x\":1}\n\ndata: [DONE]\n\n"),
            ("caller_response", ""),
            ("01K/", ""),
            ("notes.txt", "hi")));

        Assert.Equal(1, layers.CallerRequest!.Value.GetProperty("a").GetInt32());
        Assert.Equal("data: {\"x\":1}\n\ndata: [DONE]\n\n", layers.UpstreamResponse!.Value.GetString());
        Assert.Equal("", layers.CallerResponse!.Value.GetString());
        Assert.Equal("hi", layers.AdditionalProperties["notes.txt"].GetString());
    }

    [Fact]
    public void What_is_none_of_these_is_refused()
    {
        byte[][] archives =
        [
            [],
            "[1]"u8.ToArray(),
            "\"text\""u8.ToArray(),
            "{\"other\":1}"u8.ToArray(),
            "{\"caller_request\":"u8.ToArray(),
            [0x1F, 0x8B, 1, 2, 3],
            Gzip("nothing"u8.ToArray()),
            "PK\u0003\u0004 but no zip"u8.ToArray(),
            Zip(("a.txt", "b")),
            [0xFF, 0xFE, 0],
        ];

        Assert.All(archives, archive => Assert.Throws<InvalidDataException>(() => Read(archive)));
    }

    [Fact]
    public void What_grows_beyond_the_limit_when_unpacked_is_refused()
    {
        byte[] bomb = Encoding.UTF8.GetBytes($$"""{"caller_request":"{{new string('x', 1_000_000)}}"}""");
        string half = new('x', 60_000);

        Assert.Contains("maxBytes", Assert.Throws<InvalidDataException>(() => PayloadArchive.Read(Gzip(bomb), 100_000)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => PayloadArchive.Read(Zip(("caller_request", half), ("caller_response", half)), 100_000));
    }

    private static PayloadLayers Read(byte[] archive) => PayloadArchive.Read(archive, TracePayload.DefaultMaxBytes);

    private static byte[] Gzip(byte[] content)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionMode.Compress))
        {
            gzip.Write(content);
        }

        return target.ToArray();
    }

    private static byte[] Zip(params (string Name, string Content)[] files)
    {
        using var target = new MemoryStream();
        using (var zip = new ZipArchive(target, ZipArchiveMode.Create))
        {
            foreach ((string name, string content) in files)
            {
                using Stream entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(content));
            }
        }

        return target.ToArray();
    }
}
