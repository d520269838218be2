using System.Net;
using System.Security.Authentication;
using Routeur.AI.Tests.Support;

#pragma warning disable ROUTEUR001, ROUTEUR002 // Every endpoint is tested, whatever its badge.

namespace Routeur.AI.Tests.Management;

/// <summary>What may be repeated is; what creates something is repeated only when it was certainly not begun.</summary>
public class ManagementRetryTests
{
    private static readonly Dictionary<string, Func<RouteurClient, Task>> Repeatable = new()
    {
        ["GET model"] = client => client.Models.GetAsync("m"),
        ["GET routes"] = client => client.Routes.ListAsync(),
        ["PATCH route"] = client => client.Routes.UpdateAsync("route_1", new RouteChanges { Enabled = true }),
        ["DELETE route"] = client => client.Routes.DeleteAsync("route_1"),
        ["GET trace"] = client => client.Traces.GetAsync("01K"),
        ["HEAD trace"] = client => client.Traces.InspectAsync("01K"),
        ["DELETE key"] = client => client.ApiKeys.RevokeAsync("key_1"),
    };

    private static readonly Dictionary<string, Func<RouteurClient, Task>> Creating = new()
    {
        ["POST route"] = client => client.Routes.CreateAsync(RouteDefinition.Pin("a", "m", "openai", "gpt-4o")),
        ["POST key"] = client => client.ApiKeys.CreateAsync("a"),
    };

    private readonly ObservedTimeProvider _time = new();

    public static TheoryData<string, int> RepeatableFailures() => Failures(Repeatable.Keys, 408, 429, 502, 503, 504);

    public static TheoryData<string, int> UncertainFailures() => Failures(Creating.Keys, 408, 500, 502, 503, 504);

    public static TheoryData<string> Creations() => [.. Creating.Keys];

    [Theory]
    [MemberData(nameof(RepeatableFailures))]
    public async Task What_does_no_more_when_sent_twice_is_tried_again(string call, int status)
    {
        StubHandler handler = FailingFirst(2, () => StubHandler.Response("{}", status: (HttpStatusCode)status));
        using RouteurClient client = ManagementClients.Create(handler, time: _time, options: ManagementClients.Retrying(2));

        await _time.Run(Repeatable[call](client));

        Assert.Equal(3, handler.Requests.Count);
        Assert.Single(handler.Requests.Select(request => $"{request.Method} {request.Uri} {request.Body}").Distinct());
    }

    [Theory]
    [MemberData(nameof(Creations))]
    public async Task A_refused_creation_is_tried_again_after_429_as_long_as_the_service_asks(string call)
    {
        StubHandler handler = FailingFirst(1, () =>
        {
            HttpResponseMessage response = StubHandler.Response("{}", status: HttpStatusCode.TooManyRequests);
            response.Headers.TryAddWithoutValidation("Retry-After", "7");
            return response;
        });
        using RouteurClient client = ManagementClients.Create(handler, time: _time, options: ManagementClients.Retrying(3));

        await _time.Run(Creating[call](client));

        Assert.Equal(2, handler.Requests.Count);
        Assert.Equal([TimeSpan.FromSeconds(7)], _time.Waits);
    }

    [Theory]
    [MemberData(nameof(UncertainFailures))]
    public async Task A_creation_that_may_have_happened_is_sent_once_and_the_error_says_so(string call, int status)
    {
        StubHandler handler = FailingFirst(1, () => StubHandler.Response("{}", status: (HttpStatusCode)status));
        using RouteurClient client = ManagementClients.Create(handler, time: _time, options: ManagementClients.Retrying(3));

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => _time.Run(Creating[call](client)));

        Assert.Single(handler.Requests);
        Assert.Equal(status, error.Status);
        Assert.Equal(status != 408, error.Message.Contains("may have been created all the same", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("POST route", HttpRequestError.ConnectionError)]
    [InlineData("POST route", HttpRequestError.ProxyTunnelError)]
    [InlineData("POST key", HttpRequestError.NameResolutionError)]
    public async Task A_creation_without_a_connection_is_tried_again(string call, HttpRequestError reason)
    {
        StubHandler handler = FailingFirst(1, () => throw new HttpRequestException(reason, "no connection"));
        using RouteurClient client = ManagementClients.Create(handler, time: _time, options: ManagementClients.Retrying(1));

        await _time.Run(Creating[call](client));

        Assert.Equal(2, handler.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(Creations))]
    public async Task A_creation_whose_connection_broke_is_sent_once_and_the_error_says_why_that_matters(string call)
    {
        StubHandler handler = FailingFirst(1, () => throw new HttpRequestException(HttpRequestError.ResponseEnded, "ended", new IOException("reset")));
        using RouteurClient client = ManagementClients.Create(handler, time: _time, options: ManagementClients.Retrying(3));

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => _time.Run(Creating[call](client)));

        Assert.Single(handler.Requests);
        Assert.Equal(RouteurErrorCode.ConnectionFailed, error.ErrorCode);
        Assert.Contains("may have been created all the same", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Creations))]
    public async Task A_creation_that_never_left_may_not_have_happened(string call)
    {
        StubHandler handler = FailingFirst(9, () => throw new HttpRequestException(HttpRequestError.SecureConnectionError, "tls", new AuthenticationException("untrusted")));
        using RouteurClient client = ManagementClients.Create(handler, time: _time, options: ManagementClients.Retrying(1));

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => _time.Run(Creating[call](client)));

        Assert.DoesNotContain("may have been created", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Creations))]
    public async Task A_creation_that_timed_out_is_not_repeated_even_when_time_outs_are(string call)
    {
        StubHandler handler = ManagementClients.Silent();
        using RouteurClient client = ManagementClients.Create(handler, time: _time, options: o => (o.MaxRetries, o.RetryTimeouts) = (3, true));

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => _time.Run(Creating[call](client), timeoutsStrike: true));

        Assert.Equal(RouteurErrorCode.Timeout, error.ErrorCode);
        Assert.Single(handler.Requests);
        Assert.Contains("may have been created all the same", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deletion_that_is_not_found_the_second_time_says_what_may_have_happened()
    {
        int calls = 0;
        var handler = new StubHandler(_ => StubHandler.Response("", status: ++calls == 1 ? HttpStatusCode.BadGateway : HttpStatusCode.NotFound));
        using RouteurClient client = ManagementClients.Create(handler, time: _time, options: ManagementClients.Retrying(1));

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => _time.Run(client.ApiKeys.RevokeAsync("key_1")));

        Assert.Equal(RouteurErrorCode.NotFound, error.ErrorCode);
        Assert.Equal(2, error.Attempts);
        Assert.Contains("An earlier attempt of this call may have done it already", error.Message, StringComparison.Ordinal);
    }

    private static TheoryData<string, int> Failures(IEnumerable<string> calls, params int[] statuses)
    {
        var data = new TheoryData<string, int>();
        foreach (string call in calls)
        {
            foreach (int status in statuses)
            {
                data.Add(call, status);
            }
        }

        return data;
    }

    private static StubHandler FailingFirst(int failures, Func<HttpResponseMessage> fail)
    {
        int calls = 0;
        return new StubHandler(request =>
            Interlocked.Increment(ref calls) <= failures ? fail() :
            request.Method == "DELETE" ? new HttpResponseMessage(HttpStatusCode.NoContent) :
            StubHandler.Response(request.Uri.AbsolutePath switch
            {
                "/v1/routes" when request.Method == "GET" => """{"data":[]}""",
                "/v1/api-keys" => """{"id":"key_1","key":"rtr_x"}""",
                "/v1/traces/01K" => ManagementClients.Trace,
                "/v1/models/m" => ManagementClients.Model,
                _ => ManagementClients.Route,
            }));
    }
}
