using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Routeur.AI.LocalGateway.Http;

/// <summary>Writes a whole JSON answer.</summary>
internal static class JsonAnswer
{
    /// <summary>Text outside ASCII goes out as UTF-8, not escaped, so that clients meet what providers really send.</summary>
    public static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Task WriteAsync<T>(HttpResponse response, T value, Action<Utf8JsonWriter, T> write, CancellationToken cancellationToken) =>
        SendAsync(response, Bytes(value, write), cancellationToken);

    public static async Task SendAsync(HttpResponse response, ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = json.Length;
        if (!HttpMethods.IsHead(response.HttpContext.Request.Method))
        {
            await response.BodyWriter.WriteAsync(json, cancellationToken).ConfigureAwait(false);
        }
    }

    public static string Text<T>(T value, Action<Utf8JsonWriter, T> write) => Encoding.UTF8.GetString(Bytes(value, write).Span);

    public static ReadOnlyMemory<byte> Bytes<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            write(writer, value);
        }

        return buffer.WrittenMemory;
    }
}
