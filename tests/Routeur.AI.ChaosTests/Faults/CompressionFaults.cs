using System.IO.Compression;
using System.Net;
using Routeur.AI.ChaosTests.Server;
using static Routeur.AI.ChaosTests.Faults.Expected;
using static Routeur.AI.ChaosTests.Faults.Scripts;

namespace Routeur.AI.ChaosTests.Faults;

/// <summary>Compressed answers. The library asks for none; a transport of the user's may.</summary>
internal static class CompressionFaults
{
    public static IEnumerable<Fault> All =>
    [
        new("gzip unasked", "The answer is compressed, which nobody asked for.", Send(static gzip => gzip), NoAnswer().Saying("gzip"), NoAnswer().Saying("gzip")),
        new("gzip", "A transport that asks for compression gets it.", Send(static gzip => gzip), Answer, Answer) { Handler = Decompressing },
        new("gzip cut short", "The compressed body ends in order, in the middle.", Send(static gzip => gzip[..(gzip.Length / 2)]), NoAnswer(), Interrupted) { Handler = Decompressing },
        new("gzip damaged", "The compressed body holds wrong bytes.", Send(Damage), Interrupted, Interrupted) { Handler = Decompressing },
    ];

    private static SocketsHttpHandler Decompressing(IFaultServer server) => new() { AutomaticDecompression = DecompressionMethods.GZip };

    private static Func<RawConnection, Task> Send(Func<byte[], byte[]> change) => AfterRequest(async connection =>
    {
        byte[] body = change(Gzip(Answers.Body(connection.Request.Call, connection.Request.Streamed)));
        await connection.SendAsync(Http.StatusLine + "Content-Encoding: gzip\r\n" + Http.ContentType(connection.Request) + Http.Length(body.Length) + Http.Close + "\r\n");
        await connection.SendAsync(body);
        await connection.EndAsync();
    });

    private static byte[] Gzip(byte[] body)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(body);
        }

        return compressed.ToArray();
    }

    private static byte[] Damage(byte[] gzip)
    {
        gzip.AsSpan(gzip.Length / 2, 40).Fill(0xFF);
        return gzip;
    }
}
