using System.Net;
using Routeur.AI.Tests.Support;

#pragma warning disable ROUTEUR001, ROUTEUR002 // Preview endpoints and our readings are tested too.

namespace Routeur.AI.Tests.Management;

/// <summary>Archives come from a host that is not the service: it gets no key, and its address is a secret.</summary>
public class PayloadDownloadTests
{
    private const string Archive = """{"caller_request":{"model":"auto"},"upstream_request":{"model":"gpt-4o-mini"},"upstream_response":"data: {}\n\n","caller_response":{"id":"x"}}""";

    private readonly ObservedTimeProvider _time = new();

    [Fact]
    public async Task An_archive_is_found_through_its_trace_and_fetched_without_key_or_Routeur_headers()
    {
        StubHandler service = StubHandler.Json(ManagementClients.Trace);
        StubHandler host = StubHandler.Json(Archive);
        using RouteurClient client = ManagementClients.Create(service, host);

        await using TracePayload payload = await client.Traces.DownloadPayloadAsync("01K");
        using var reader = new StreamReader(payload.Content);

        Assert.Equal(Archive, await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.Equal("application/json", payload.ContentType);
        Assert.Equal("http://127.0.0.1:9/v1/traces/01K", Assert.Single(service.Requests).Uri.AbsoluteUri);
        RecordedRequest request = Assert.Single(host.Requests);
        Assert.Equal("GET", request.Method);
        Assert.Equal(ManagementClients.PayloadUrl, request.Uri.AbsoluteUri);
        Assert.Equal(["Accept"], request.Headers.Keys);
    }

    [Fact]
    public async Task No_key_goes_along_even_when_the_host_is_the_services_own()
    {
        StubHandler host = StubHandler.Json(Archive);
        using RouteurClient client = ManagementClients.Create(ManagementClients.Unreachable(), host);
        using IDisposable scope = RouteurRouting.BeginScope(provider: "gemini");

        await using TracePayload payload = await client.Traces.DownloadPayloadFromAsync(new Uri("http://127.0.0.1:9/v1/chat/completions?sig=1"));

        Assert.Equal(["Accept"], Assert.Single(host.Requests).Headers.Keys);
    }

    [Fact]
    public async Task The_connections_of_the_users_own_transport_are_not_used_and_nothing_is_added_on_the_way()
    {
        await using RawHost host = RawHost.Start(Archive);
        using var client = new RouteurClient(TestClients.Options(), TestClients.Transport(ManagementClients.Unreachable()));
        using var activity = new System.Diagnostics.Activity("a call").SetIdFormat(System.Diagnostics.ActivityIdFormat.W3C).Start();

        await using TracePayload payload = await client.Traces.DownloadPayloadFromAsync(new Uri(host.Address, "/archive?sig=1"));
        PayloadLayers layers = await payload.ReadLayersAsync();

        Assert.Equal("gpt-4o-mini", layers.UpstreamRequest!.Value.GetProperty("model").GetString());
        Assert.Equal(["Accept", "Host"], host.Headers.Order());
    }

    [Theory]
    [InlineData("""{"request_id":"01K","status_code":200}""")]
    [InlineData("""{"request_id":"01K","payload_url":null}""")]
    public async Task A_trace_without_an_archive_is_not_found(string trace)
    {
        using RouteurClient client = ManagementClients.Create(StubHandler.Json(trace));

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => client.Traces.DownloadPayloadAsync("01K"));

        Assert.Equal(RouteurErrorCode.NotFound, error.ErrorCode);
        Assert.Contains("\"01K\" has no payload archive", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://payloads.example/x?sig=s1gnature")]
    [InlineData("http://127.0.0.1.evil.example/x?sig=s1gnature")]
    [InlineData("ftp://payloads.example/x?sig=s1gnature")]
    [InlineData("file:///etc/passwd?sig=s1gnature")]
    [InlineData("https://user:s1gnature@payloads.example/x")]
    public async Task An_address_that_is_neither_https_nor_loopback_is_never_asked(string address)
    {
        using RouteurClient client = ManagementClients.Create(StubHandler.Json($$"""{"request_id":"01K","payload_url":"{{address}}"}"""));

        RouteurException fromService = await Assert.ThrowsAsync<RouteurException>(() => client.Traces.DownloadPayloadAsync("01K"));
        ArgumentException fromCaller = await Assert.ThrowsAnyAsync<ArgumentException>(() => client.Traces.DownloadPayloadFromAsync(new Uri(address)));

        Assert.Equal(RouteurErrorCode.InvalidResponse, fromService.ErrorCode);
        Assert.Equal("payloadUrl", fromCaller.ParamName);
        Assert.DoesNotContain("s1gnature", fromService + fromCaller.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://localhost:5005/x")]
    [InlineData("http://127.0.0.1:5005/x")]
    [InlineData("http://[::1]:5005/x")]
    public async Task Plain_http_to_a_loopback_address_is_allowed(string address)
    {
        StubHandler host = StubHandler.Json(Archive);
        using RouteurClient client = ManagementClients.Create(ManagementClients.Unreachable(), host);

        await using TracePayload payload = await client.Traces.DownloadPayloadFromAsync(new Uri(address));

        Assert.Equal(address, Assert.Single(host.Requests).Uri.AbsoluteUri);
    }

    [Fact]
    public async Task Arguments_that_make_no_sense_are_refused()
    {
        using RouteurClient client = ManagementClients.Create(ManagementClients.Unreachable());

        Assert.Equal("payloadUrl", (await Assert.ThrowsAnyAsync<ArgumentException>(() => client.Traces.DownloadPayloadFromAsync(null!))).ParamName);
        Assert.Equal("payloadUrl", (await Assert.ThrowsAnyAsync<ArgumentException>(() => client.Traces.DownloadPayloadFromAsync(new Uri("/x", UriKind.Relative)))).ParamName);
        Assert.Equal("maxBytes", (await Assert.ThrowsAnyAsync<ArgumentException>(() => client.Traces.DownloadPayloadAsync("01K", maxBytes: 0))).ParamName);
        Assert.Equal("maxBytes", (await Assert.ThrowsAnyAsync<ArgumentException>(() => client.Traces.DownloadPayloadFromAsync(new Uri("https://p.example"), maxBytes: -1))).ParamName);
    }

    [Theory]
    [InlineData(403, "forbidden", "expired")]
    [InlineData(400, "forbidden", "expired")]
    [InlineData(404, "not_found", "expired")]
    [InlineData(410, "not_found", "expired")]
    [InlineData(302, "invalid_response", "Redirects are not followed")]
    [InlineData(500, "unknown", "Try again later")]
    public async Task An_error_of_the_host_is_told_by_its_status_without_its_text_or_the_address(int status, string code, string hint)
    {
        var host = new StubHandler(_ =>
        {
            HttpResponseMessage response = StubHandler.Response("<Error>StringToSign: /archive/01K?sig=s1gnature</Error>", "application/xml", (HttpStatusCode)status);
            response.Headers.Location = new Uri("https://elsewhere.example/?sig=s1gnature");
            return response;
        });
        using var logs = new CapturedLogs();
        using RouteurClient client = ManagementClients.Create(StubHandler.Json(ManagementClients.Trace), host, loggerFactory: logs);

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => client.Traces.DownloadPayloadAsync("01K"));

        Assert.Equal(status, error.Status);
        Assert.Equal(code, error.ErrorCode.ToString());
        Assert.Contains("payloads.example", error.Message, StringComparison.Ordinal);
        Assert.Contains(hint, error.Message, StringComparison.Ordinal);
        Assert.Single(host.Requests);
        string everything = error + string.Concat(logs.Entries.Select(entry => entry.Text));
        Assert.DoesNotContain("s1gnature", everything, StringComparison.Ordinal);
        Assert.DoesNotContain("archive/01K", everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_fails_for_a_moment_is_asked_again_and_the_logs_do_not_name_the_address()
    {
        int calls = 0;
        var host = new StubHandler(_ => ++calls == 1 ? StubHandler.Response("busy", status: HttpStatusCode.ServiceUnavailable) : StubHandler.Response(Archive));
        using var logs = new CapturedLogs();
        using RouteurClient client = ManagementClients.Create(StubHandler.Json(ManagementClients.Trace), host, _time, ManagementClients.Retrying(1), logs);

        Task<TracePayload> call = client.Traces.DownloadPayloadAsync("01K");
        await _time.Run(call);
        await using TracePayload payload = await call;

        Assert.Equal(2, host.Requests.Count);
        Assert.NotEmpty(logs.Entries);
        Assert.DoesNotContain(logs.Entries, entry => entry.Text.Contains("s1gnature", StringComparison.Ordinal) || entry.Text.Contains("archive", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_host_that_cannot_be_reached_is_a_typed_error_that_counts_its_attempts()
    {
        var host = new StubHandler(_ => throw new HttpRequestException(HttpRequestError.ConnectionError, "refused (payloads.example:443)"));
        using RouteurClient client = ManagementClients.Create(StubHandler.Json(ManagementClients.Trace), host, _time, ManagementClients.Retrying(2));

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => _time.Run(client.Traces.DownloadPayloadAsync("01K")));

        Assert.Equal(RouteurErrorCode.ConnectionFailed, error.ErrorCode);
        Assert.Equal(3, error.Attempts);
        Assert.DoesNotContain("s1gnature", error.ToString(), StringComparison.Ordinal);
    }
}
