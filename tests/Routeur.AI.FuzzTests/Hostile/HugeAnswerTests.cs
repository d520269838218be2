using System.Net;

#pragma warning disable ROUTEUR001, ROUTEUR002 // Preview endpoints and our readings have limits too.

namespace Routeur.AI.FuzzTests.Hostile;

/// <summary>Answers without end: reading stops at a limit that the error names, and memory stays below a multiple of that limit.</summary>
[Collection(RunsAlone.Name)]
public sealed class HugeAnswerTests
{
    private const long GB = 1_000_000_000;
    private const long MiB = 1024 * 1024;

    private static readonly string Kilobyte = new('x', 1000);

    [Fact]
    public async Task A_plain_answer_of_1_GB_is_read_to_128_MiB()
    {
        var body = new GeneratedStream("""{"choices":[{"message":{"content":" """, Kilobyte, GB / 1000);
        using var server = new HostileServer(body);

        RouteurException error = await server.PlainAsync();

        Assert.Equal(RouteurErrorCode.InvalidResponse, error.ErrorCode);
        Assert.Contains("larger than 128 MiB", error.Message, StringComparison.Ordinal);
        Assert.InRange(body.Taken, 128 * MiB, 129 * MiB);
        Assert.InRange(server.AllocatedMiB, 0, 1000);
    }

    [Fact]
    public async Task A_stream_of_1_GB_is_read_to_256_MiB_and_only_one_event_is_in_memory()
    {
        var body = new GeneratedStream("", $$$"""data: {"choices":[{"delta":{"content":"{{{Kilobyte}}}"}}]}{{{"\n\n"}}}""", GB / 1000);
        using var server = new HostileServer(body, mediaType: "text/event-stream");
        long heapBefore = GC.GetTotalMemory(forceFullCollection: true);

        RouteurException error = await server.StreamAsync();

        Assert.Contains("larger than 256 MiB", error.Message, StringComparison.Ordinal);
        Assert.InRange(body.Taken, 256 * MiB, 257 * MiB);
        Assert.InRange((GC.GetTotalMemory(forceFullCollection: true) - heapBefore) / MiB, -1000, 20);
    }

    [Theory]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"", "")]
    [InlineData("data: {}\n", "data: ")]
    [InlineData(": ", "")]
    [InlineData("data: x\n", ": comment\n")]
    [InlineData("event: ", "")]
    [InlineData("{\"choices\":[{\"message\":{\"content\":\"", "")]
    public async Task One_event_of_100_MB_is_read_to_32_MiB(string beginning, string lineBeginning)
    {
        var body = new GeneratedStream(beginning, lineBeginning + Kilobyte + (lineBeginning.Length > 0 ? "\n" : ""), 100_000);
        using var server = new HostileServer(body, mediaType: "text/event-stream");

        RouteurException error = await server.StreamAsync();

        Assert.Equal(RouteurErrorCode.InvalidResponse, error.ErrorCode);
        Assert.Contains("larger than 32 MiB", error.Message, StringComparison.Ordinal);
        Assert.InRange(body.Taken, 32 * MiB, 66 * MiB);
        Assert.InRange(server.AllocatedMiB, 0, 600);
    }

    [Theory]
    [InlineData(": keep-alive\n\n")]
    [InlineData("id: 1\nretry: 5\nevent: ping\ndata: {\"type\":\"ping\",\"sent_at\":\"2026-11-22T10:00:00Z\",\"from\":\"gateway-eu-west-1\"}\n\n")]
    public async Task Lines_that_say_nothing_end_at_256_MiB_in_constant_memory(string line)
    {
        var body = new GeneratedStream(": hello\n\n", line, long.MaxValue);
        using var server = new HostileServer(body, mediaType: "text/event-stream");

        RouteurException error = await server.StreamAsync();

        Assert.Contains("larger than 256 MiB", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, server.Updates);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.InternalServerError)]
    public async Task An_error_body_of_1_GB_is_read_to_64_KB(HttpStatusCode status)
    {
        var body = new GeneratedStream("""{"error":{"message":" """, Kilobyte, GB / 1000);
        using var server = new HostileServer(body, status);

        RouteurException error = await server.PlainAsync();

        Assert.Equal((int)status, error.Status);
        Assert.Equal(64 * 1024, body.Taken);
        Assert.InRange(server.AllocatedMiB, 0, 20);
    }

    [Fact]
    public async Task A_management_answer_of_1_GB_is_read_to_16_MiB()
    {
        var body = new GeneratedStream("[", "0,0,0,0,0,0,0,0,", GB / 16);
        using var server = new HostileServer(body);

        RouteurException error = await server.FailAsync(() => server.Client.Models.ListAsync());

        Assert.Contains("larger than 16 MiB", error.Message, StringComparison.Ordinal);
        Assert.InRange(body.Taken, 16 * MiB, 17 * MiB);
        Assert.InRange(server.AllocatedMiB, 0, 300);
    }

    [Fact]
    public async Task A_list_in_many_pages_is_read_to_64_MiB()
    {
        string page = $$"""{"data":[{"id":"m","note":"{{new string('x', 8_000_000)}}"}],"has_more":true,"last_id":"m"}""";
        int asked = 0;
        using RouteurClient client = Tests.Support.ManagementClients.Create(new Tests.Support.StubHandler(_ =>
        {
            asked++;
            return Tests.Support.StubHandler.Response(page);
        }));

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => client.Models.ListAsync());

        Assert.Contains("larger than 64 MiB", error.Message, StringComparison.Ordinal);
        Assert.Equal(9, asked);
    }

    [Fact]
    public async Task A_payload_archive_of_1_GB_is_read_to_its_limit()
    {
        var body = new GeneratedStream("""{"caller_request":" """, Kilobyte, GB / 1000);
        using var server = new HostileServer(body);

        RouteurException error = await server.FailAsync(async () =>
        {
            await using TracePayload payload = await server.Client.Traces.DownloadPayloadFromAsync(new Uri(Tests.Support.ManagementClients.PayloadUrl));
            await payload.ReadLayersAsync();
        });

        Assert.Contains($"larger than {TracePayload.DefaultMaxBytes} bytes", error.Message, StringComparison.Ordinal);
        Assert.InRange(body.Taken, 64 * MiB, 65 * MiB);
        Assert.InRange(server.AllocatedMiB, 0, 600);
    }
}
