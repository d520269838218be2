using System.Text;
using Routeur.AI.Tests.Support;

#pragma warning disable ROUTEUR001, ROUTEUR002 // Preview endpoints and our readings are tested too.

namespace Routeur.AI.Tests.Management;

/// <summary>An archive is read up to its limit, on a stream's clock, and can be given up at any time.</summary>
public class PayloadReadingTests
{
    private const string Archive = """{"caller_request":{"model":"auto"},"upstream_request":{"model":"gpt-4o-mini"},"upstream_response":"data: {}\n\n","caller_response":{"id":"x"}}""";

    private readonly ObservedTimeProvider _time = new();

    [Fact]
    public async Task The_four_layers_are_read()
    {
        using RouteurClient client = ManagementClients.Create(StubHandler.Json(ManagementClients.Trace), StubHandler.Json(Archive));

        await using TracePayload payload = await client.Traces.DownloadPayloadAsync("01K");
        PayloadLayers layers = await payload.ReadLayersAsync();

        Assert.Equal("auto", layers.CallerRequest!.Value.GetProperty("model").GetString());
        Assert.Equal("gpt-4o-mini", layers.UpstreamRequest!.Value.GetProperty("model").GetString());
        Assert.Equal("data: {}\n\n", layers.UpstreamResponse!.Value.GetString());
        Assert.Equal("x", layers.CallerResponse!.Value.GetProperty("id").GetString());
    }

    [Fact]
    public async Task What_cannot_be_read_as_layers_is_an_error_that_repeats_nothing_of_it()
    {
        using RouteurClient client = ManagementClients.Create(StubHandler.Json(ManagementClients.Trace), StubHandler.Json("my secret prompt"));

        await using TracePayload payload = await client.Traces.DownloadPayloadAsync("01K");
        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => payload.ReadLayersAsync());

        Assert.Equal(RouteurErrorCode.InvalidResponse, error.ErrorCode);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_archive_that_announces_too_much_is_refused_and_its_connection_released()
    {
        var body = new StallingStream();
        var host = new StubHandler(_ =>
        {
            HttpResponseMessage response = StubHandler.Response(body);
            response.Content.Headers.ContentLength = 1001;
            return response;
        });
        using RouteurClient client = ManagementClients.Create(StubHandler.Json(ManagementClients.Trace), host);

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => client.Traces.DownloadPayloadAsync("01K", maxBytes: 1000));

        Assert.Equal(RouteurErrorCode.InvalidResponse, error.ErrorCode);
        Assert.Contains("1000 bytes", error.Message, StringComparison.Ordinal);
        Assert.True(body.Disposed);
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public async Task An_archive_is_read_up_to_the_limit_and_not_a_byte_further(int length, bool fits)
    {
        using RouteurClient client = ManagementClients.Create(
            StubHandler.Json(ManagementClients.Trace),
            new StubHandler(_ => StubHandler.Response(new NetworkStream(Encoding.ASCII.GetBytes(new string('x', length)), pieceSize: 7))));
        await using TracePayload payload = await client.Traces.DownloadPayloadAsync("01K", maxBytes: 1000);
        using var target = new MemoryStream();

        RouteurException? error = await Record.ExceptionAsync(() => payload.Content.CopyToAsync(target)) as RouteurException;

        Assert.Equal(fits ? null : RouteurErrorCode.InvalidResponse, error?.ErrorCode);
        Assert.Equal(fits, target.Length == 1000);
        Assert.True(target.Length <= 1000);
    }

    [Fact]
    public async Task An_archive_that_breaks_off_is_a_typed_error()
    {
        var body = new NetworkStream("{\"caller"u8.ToArray(), failAtEnd: () => new IOException("reset"));
        using RouteurClient client = ManagementClients.Create(StubHandler.Json(ManagementClients.Trace), new StubHandler(_ => StubHandler.Response(body)));
        await using TracePayload payload = await client.Traces.DownloadPayloadAsync("01K");

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => payload.ReadLayersAsync());

        Assert.Equal(RouteurErrorCode.StreamInterrupted, error.ErrorCode);
    }

    [Fact]
    public async Task A_host_that_never_answers_times_out()
    {
        using RouteurClient client = ManagementClients.Create(ManagementClients.Unreachable(), ManagementClients.Silent(), _time);

        Task call = client.Traces.DownloadPayloadFromAsync(new Uri(ManagementClients.PayloadUrl));
        await _time.WaitFor(TimeSpan.FromSeconds(100));
        _time.Advance(TimeSpan.FromSeconds(100));

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => call);
        Assert.Equal(RouteurErrorCode.Timeout, error.ErrorCode);
        Assert.Contains("RouteurOptions.StreamFirstByteTimeout", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_archive_that_falls_silent_times_out_and_a_slow_reader_does_not()
    {
        var body = new StallingStream();
        body.Feed("{");
        using RouteurClient client = ManagementClients.Create(ManagementClients.Unreachable(), new StubHandler(_ => StubHandler.Response(body)), _time);
        await using TracePayload payload = await client.Traces.DownloadPayloadFromAsync(new Uri(ManagementClients.PayloadUrl));
        byte[] buffer = new byte[10];

        Assert.Equal(1, await payload.Content.ReadAsync(buffer));
        _time.Advance(TimeSpan.FromMinutes(50));
        Task read = payload.Content.ReadAsync(buffer).AsTask();
        await body.ReaderWaits();
        _time.Advance(TimeSpan.FromSeconds(60));

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => read);
        Assert.Contains("RouteurOptions.StreamIdleTimeout", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancelling_the_call_or_a_read_stops_the_download(bool call)
    {
        var body = new StallingStream();
        body.Feed("{");
        using var cancellation = new CancellationTokenSource();
        using RouteurClient client = ManagementClients.Create(ManagementClients.Unreachable(), new StubHandler(_ => StubHandler.Response(body)));
        TracePayload payload = await client.Traces.DownloadPayloadFromAsync(
            new Uri(ManagementClients.PayloadUrl), cancellationToken: call ? cancellation.Token : CancellationToken.None);

        Task read = payload.Content.CopyToAsync(Stream.Null, call ? CancellationToken.None : cancellation.Token);
        await body.ReaderWaits();
        await cancellation.CancelAsync();

        OperationCanceledException error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        Assert.Equal(cancellation.Token, error.CancellationToken);
        await payload.DisposeAsync();
        Assert.True(body.Disposed);
    }

    [Fact]
    public async Task Cancelling_before_the_headers_is_a_cancellation()
    {
        using var cancellation = new CancellationTokenSource();
        using RouteurClient client = ManagementClients.Create(ManagementClients.Unreachable(), ManagementClients.Silent(), _time, o => o.MaxRetries = 3);

        Task call = client.Traces.DownloadPayloadFromAsync(new Uri(ManagementClients.PayloadUrl), cancellationToken: cancellation.Token);
        await _time.WaitFor(TimeSpan.FromSeconds(100));
        await cancellation.CancelAsync();

        OperationCanceledException error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(cancellation.Token, error.CancellationToken);
    }

    [Fact]
    public async Task Disposing_the_archive_releases_its_connection_and_its_text_says_nothing_of_the_address()
    {
        var body = new StallingStream();
        using RouteurClient client = ManagementClients.Create(ManagementClients.Unreachable(), new StubHandler(_ => StubHandler.Response(body)));

        TracePayload payload = await client.Traces.DownloadPayloadFromAsync(new Uri(ManagementClients.PayloadUrl));
        Assert.Equal("TracePayload { ContentType = application/json, ContentLength =  }", payload.ToString());
        payload.Dispose();
        payload.Dispose();

        Assert.True(body.Disposed);
    }

    [Fact]
    public async Task A_client_that_is_disposed_while_an_archive_is_read_says_so()
    {
        var body = new StallingStream();
        body.Feed("{");
        using RouteurClient client = ManagementClients.Create(
            StubHandler.Json(ManagementClients.Trace), new StubHandler(_ => StubHandler.Response(body)), _time);
        await using TracePayload payload = await client.Traces.DownloadPayloadAsync("01K", cancellationToken: TestContext.Current.CancellationToken);

        Task reading = payload.Content.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken);
        await body.ReaderWaits();
        client.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => reading);
    }
}
