using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Routeur.AI.ChaosTests.Server;

/// <summary>Just enough of an HTTP/2 server (RFC 9113, with prior knowledge) to break an answer where a web server would not.</summary>
internal sealed class HttpTwoConnection(RawConnection connection)
{
    public const int NoError = 0;
    public const int InternalError = 2;
    public const int RefusedStream = 7;

    private const int PrefaceLength = 24;
    private const int FrameHeaderLength = 9;
    private const byte EndStream = 0x1;
    private const byte Ack = 0x1;
    private const byte EndHeaders = 0x4;

    private static readonly byte[] CallHeader = "routeur-model"u8.ToArray();

    private readonly Dictionary<int, RawRequest> _requests = [];
    private Func<Task> _afterPing = static () => Task.CompletedTask;

    public RawConnection Raw => connection;

    /// <summary>Reads requests, and calls <paramref name="answer"/> for each one that is complete, until the client closes the connection.</summary>
    public async Task ServeAsync(Func<HttpTwoConnection, HttpTwoStream, Task> answer)
    {
        using Stream stream = connection.OpenStream();
        await stream.ReadExactlyAsync(new byte[PrefaceLength]);
        await SendAsync(FrameType.Settings, flags: 0, streamId: 0, []);

        byte[] header = new byte[FrameHeaderLength];
        while (true)
        {
            await stream.ReadExactlyAsync(header);
            byte[] payload = new byte[(header[0] << 16) | (header[1] << 8) | header[2]];
            await stream.ReadExactlyAsync(payload);
            byte flags = header[4];
            int id = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(5)) & int.MaxValue;
            switch ((FrameType)header[3])
            {
                case FrameType.Ping when (flags & Ack) != 0:
                    await _afterPing();
                    break;
                case FrameType.Settings or FrameType.Ping when (flags & Ack) == 0:
                    await SendAsync((FrameType)header[3], Ack, streamId: 0, header[3] == (byte)FrameType.Ping ? payload : []);
                    break;
                case FrameType.Headers:
                    _requests[id] = Parse(payload);
                    break;
                case FrameType.Data:
                    if (payload.Length > 0)
                    {
                        await SendAsync(FrameType.WindowUpdate, flags: 0, streamId: 0, Number(payload.Length));
                    }

                    if ((flags & EndStream) != 0 && _requests.Remove(id, out RawRequest? request))
                    {
                        await answer(this, new HttpTwoStream(this, id, request));
                    }

                    break;
            }
        }
    }

    public Task SendHeadersAsync(HttpTwoStream stream)
    {
        // :status 200 is number 8 of the static table, content-type the name number 31, here with a literal value [RFC 7541].
        byte[] type = Encoding.ASCII.GetBytes(stream.Request.Streamed ? "text/event-stream" : "application/json");
        return SendAsync(FrameType.Headers, EndHeaders, stream.Id, [0x88, 0x0F, 0x10, (byte)type.Length, .. type]);
    }

    public Task SendDataAsync(HttpTwoStream stream, string text, bool last) =>
        SendAsync(FrameType.Data, last ? EndStream : (byte)0, stream.Id, Encoding.UTF8.GetBytes(text));

    public Task ResetStreamAsync(HttpTwoStream stream, int error) => SendAsync(FrameType.ResetStream, flags: 0, stream.Id, Number(error));

    /// <summary>Says that the connection will end, and which stream is the last that was worked on.</summary>
    public Task GoAwayAsync(int lastStream, int error) => SendAsync(FrameType.GoAway, flags: 0, streamId: 0, [.. Number(lastStream), .. Number(error)]);

    /// <summary>Goes on when the client has seen everything that was sent: a reset overtakes what it has not.</summary>
    public Task AfterPingAsync(Func<Task> action)
    {
        _afterPing = action;
        return SendAsync(FrameType.Ping, flags: 0, streamId: 0, new byte[8]);
    }

    public void NoteStall(HttpTwoStream stream) => connection.Server.NoteStall(stream.Request.Call);

    private static byte[] Number(int value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private Task SendAsync(FrameType type, byte flags, int streamId, byte[] payload) => connection.SendAsync(
        (byte[])[(byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, (byte)type, flags, .. Number(streamId), .. payload]);

    // .NET writes header fields as plain literals; the value follows its length.
    private RawRequest Parse(ReadOnlySpan<byte> block)
    {
        ReadOnlySpan<byte> rest = block[(block.IndexOf(CallHeader) + CallHeader.Length)..];
        string model = Encoding.ASCII.GetString(rest.Slice(1, rest[0]));
        int call = int.Parse(model["call-".Length..], CultureInfo.InvariantCulture);
        return new RawRequest(call, block.IndexOf("text/event-stream"u8) >= 0, BodyLength: 0, connection.Server.CountAttempt(call));
    }
}
