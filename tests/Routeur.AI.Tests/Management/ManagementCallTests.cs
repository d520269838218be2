using System.Globalization;
using System.Text.RegularExpressions;
using Routeur.AI.Tests.Support;

#pragma warning disable ROUTEUR001, ROUTEUR002 // Every endpoint is tested, whatever its badge.

namespace Routeur.AI.Tests.Management;

/// <summary>Time-outs, cancellation, live settings, disposal and concurrency: management calls are on the same pipeline as chat.</summary>
public partial class ManagementCallTests
{
    private static readonly TimeSpan Whole = TimeSpan.FromMinutes(5);

    private readonly ObservedTimeProvider _time = new();

    [Fact]
    public async Task An_answer_that_never_comes_times_out()
    {
        using RouteurClient client = ManagementClients.Create(ManagementClients.Silent(), time: _time);

        Task call = client.Models.GetAsync("m");
        await _time.WaitFor(Whole);
        _time.Advance(Whole);

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => call);
        Assert.Equal(RouteurErrorCode.Timeout, error.ErrorCode);
        Assert.Contains("RouteurOptions.ResponseTimeout", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_stops_in_the_middle_times_out_on_the_same_clock()
    {
        var body = new StallingStream();
        body.Feed("{");
        using RouteurClient client = ManagementClients.Create(new StubHandler(_ => StubHandler.Response(body)), time: _time);

        Task call = client.Traces.GetAsync("01K");
        await body.ReaderWaits();
        _time.Advance(Whole);

        await Assert.ThrowsAsync<RouteurException>(() => call);
        Assert.True(body.Disposed);
    }

    [Fact]
    public async Task Cancelling_is_a_cancellation_with_the_callers_token()
    {
        using var cancellation = new CancellationTokenSource();
        using RouteurClient client = ManagementClients.Create(ManagementClients.Silent(), time: _time, options: o => o.MaxRetries = 3);

        Task call = client.Routes.DeleteAsync("route_1", cancellation.Token);
        await _time.WaitFor(Whole);
        await cancellation.CancelAsync();

        OperationCanceledException error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(cancellation.Token, error.CancellationToken);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_before_it_starts_sends_nothing()
    {
        using RouteurClient client = ManagementClients.Create(ManagementClients.Unreachable());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.ApiKeys.CreateAsync("a", new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        var handler = new StubHandler(_ =>
        {
            HttpResponseMessage response = StubHandler.Response("", status: System.Net.HttpStatusCode.TemporaryRedirect);
            response.Headers.Location = new Uri("https://elsewhere.example/v1/routes");
            return response;
        });
        using RouteurClient client = ManagementClients.Create(handler);

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => client.Routes.CreateAsync(RouteDefinition.Pin("a", "m", "openai", "gpt-4o")));

        Assert.Equal(307, error.Status);
        Assert.Single(handler.Requests);
    }

    [Fact]
    public async Task A_new_key_and_endpoint_hold_for_the_next_call()
    {
        StubHandler handler = StubHandler.Json(ManagementClients.Model);
        Func<RouteurSettings> settings = TestClients.Settings(o => o.Endpoint = new Uri("http://127.0.0.1:9"));
        using RouteurClient client = TestClients.Live(handler, () => settings());

        await client.Models.GetAsync("m");
        settings = TestClients.Settings(o => (o.ApiKey, o.Endpoint) = ("rtr_second", new Uri("https://second.example/team/v1/")));
        await client.Models.GetAsync("m");

        Assert.Equal(["http://127.0.0.1:9/models/m", "https://second.example/team/v1/models/m"], handler.Requests.Select(request => request.Uri.AbsoluteUri));
        Assert.Equal("Bearer rtr_second", handler.Requests[1].Header("Authorization"));
    }

    [Fact]
    public async Task A_disposed_client_says_so()
    {
        RouteurClient client = ManagementClients.Create(ManagementClients.Unreachable());
        client.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.Models.GetAsync("m"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.Traces.DownloadPayloadFromAsync(new Uri(ManagementClients.PayloadUrl)));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.ResolveRouteAsync([]));
    }

    [Fact]
    public async Task A_thousand_calls_at_once_get_each_its_own_answer()
    {
        var service = new StubHandler(async (request, _) =>
        {
            await Task.Yield();
            string id = Number().Match(request.Uri.AbsolutePath).Value;
            return StubHandler.Response($$"""{"id":"{{id}}","request_id":"{{id}}","payload_url":"https://payloads.example/{{id}}"}""");
        });
        var host = new StubHandler(async (request, _) =>
        {
            await Task.Yield();
            return StubHandler.Response($$"""{"caller_request":"{{Number().Match(request.Uri.AbsolutePath).Value}}"}""");
        });
        using RouteurClient client = ManagementClients.Create(service, host);

        string[] ids = [.. Enumerable.Range(0, 1000).Select(i => i.ToString(CultureInfo.InvariantCulture))];
        string?[] answers = await Task.WhenAll(ids.Select((id, i) => Task.Run(() => (i % 3) switch
        {
            0 => Model(id),
            1 => Trace(id),
            _ => Layer(id),
        })));

        Assert.Equal(ids, answers);

        async Task<string?> Model(string id) => (await client.Models.GetAsync(id)).Id;
        async Task<string?> Trace(string id) => (await client.Traces.GetAsync(id)).RequestId;
        async Task<string?> Layer(string id)
        {
            await using TracePayload payload = await client.Traces.DownloadPayloadAsync(id);
            return (await payload.ReadLayersAsync()).CallerRequest!.Value.GetString();
        }
    }

    [GeneratedRegex(@"\d+$")]
    private static partial Regex Number();
}
