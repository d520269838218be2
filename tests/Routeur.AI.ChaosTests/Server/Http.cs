using System.Globalization;
using System.Text;

namespace Routeur.AI.ChaosTests.Server;

/// <summary>The parts of an HTTP/1.1 answer, as text.</summary>
internal static class Http
{
    public const string StatusLine = "HTTP/1.1 200 OK\r\n";

    /// <summary>Without it a client may keep the connection, and lose a later call to its end. That is a kind of its own (StaleFaults).</summary>
    public const string Close = "Connection: close\r\n";

    public const string LastChunk = "0\r\n\r\n";

    public static string ContentType(RawRequest request) => $"Content-Type: {(request.Streamed ? "text/event-stream" : "application/json")}\r\n";

    public static string Length(int bytes) => $"Content-Length: {bytes.ToString(CultureInfo.InvariantCulture)}\r\n";

    /// <summary>The headers of an answer whose body ends with the connection.</summary>
    public static string Head(RawRequest request) => StatusLine + ContentType(request) + Close + "\r\n";

    /// <summary>The headers of an answer with this many bytes.</summary>
    public static string Head(RawRequest request, int bytes) => StatusLine + ContentType(request) + Length(bytes) + Close + "\r\n";

    /// <summary>The headers of an answer in chunks.</summary>
    public static string ChunkedHead(RawRequest request) => StatusLine + ContentType(request) + "Transfer-Encoding: chunked\r\n" + Close + "\r\n";

    public static string Chunk(string text) => $"{Encoding.UTF8.GetByteCount(text):X}\r\n{text}\r\n";

    public static string Chunks(IEnumerable<string> pieces) => string.Concat(pieces.Select(Chunk));

    /// <summary>The right answer.</summary>
    public static string Whole(RawRequest request, bool keepAlive)
    {
        string body = string.Concat(Answers.Pieces(request.Call, request.Streamed));
        string whole = request.Streamed ? ChunkedHead(request) + Chunk(body) + LastChunk : Head(request, body.Length) + body;
        return keepAlive ? whole.Replace(Close, "", StringComparison.Ordinal) : whole;
    }
}
