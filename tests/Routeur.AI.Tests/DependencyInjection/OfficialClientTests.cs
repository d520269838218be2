using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.DependencyInjection;

public sealed class OfficialClientTests
{
    private const string Key = TestClients.Key;

    [Fact]
    public async Task Key_and_endpoint_change_between_two_calls_on_one_client()
    {
        StubHandler network = StubHandler.Json(OfficialCalls.Answer);
        IConfigurationRoot configuration = OfficialCalls.Configuration;
        using ServiceProvider services = OfficialCalls.Build(s => s.AddRouteurChatClient(), network, configuration);

        await OfficialCalls.CallAsync(services);
        configuration["Routeur:ApiKey"] = "rtr_second";
        configuration["Routeur:Endpoint"] = "http://127.0.0.1:10";
        configuration.Reload();
        await OfficialCalls.CallAsync(services);
        configuration["Routeur:Endpoint"] = "http://127.0.0.1:11/v3/";
        configuration.Reload();
        await OfficialCalls.CallAsync(services);

        Assert.Equal(
            ["http://127.0.0.1:9/v1/chat/completions", "http://127.0.0.1:10/chat/completions", "http://127.0.0.1:11/v3/chat/completions"],
            network.Requests.Select(r => r.Uri.AbsoluteUri));
        Assert.Equal(["Bearer " + Key, "Bearer rtr_second", "Bearer rtr_second"], network.Requests.Select(r => r.Header("Authorization")));
    }

    [Fact]
    public async Task An_endpoint_without_a_path_can_be_changed_too()
    {
        StubHandler network = StubHandler.Json(OfficialCalls.Answer);
        IConfigurationRoot configuration = OfficialCalls.Configuration;
        configuration["Routeur:Endpoint"] = "http://127.0.0.1:9";
        using ServiceProvider services = OfficialCalls.Build(s => s.AddRouteurChatClient(), network, configuration);

        await OfficialCalls.CallAsync(services);
        configuration["Routeur:Endpoint"] = "http://127.0.0.1:10/v1";
        configuration.Reload();
        await OfficialCalls.CallAsync(services);

        Assert.Equal(
            ["http://127.0.0.1:9/chat/completions", "http://127.0.0.1:10/v1/chat/completions"],
            network.Requests.Select(r => r.Uri.AbsoluteUri));
    }

    [Fact]
    public async Task The_key_appears_in_no_log_and_no_exception_of_a_failing_client()
    {
        using var logs = new CapturedLogs();
        StubHandler network = StubHandler.Json(
            $$$"""{"error":{"code":"unauthorized","message":"bad key {{{Key}}}","type":"routeur_error"}}""", HttpStatusCode.Unauthorized);
        IConfigurationRoot configuration = OfficialCalls.Configuration;
        using ServiceProvider services = OfficialCalls.Build(s => s.AddRouteurChatClient(), network, configuration, logs);

        var e = await Assert.ThrowsAsync<RouteurException>(() => OfficialCalls.CallAsync(services));
        configuration["Routeur:ConnectTimeout"] = Key;
        configuration.Reload();

        Assert.Equal("Bearer " + Key, Assert.Single(network.Requests).Header("Authorization"));
        Assert.DoesNotContain(Key, e.ToString(), StringComparison.Ordinal);
        Assert.NotEmpty(logs.Errors);
        Assert.Contains(logs.Entries, entry => entry.Category.Contains("HttpClient", StringComparison.Ordinal) && entry.Level == LogLevel.Trace);
        Assert.DoesNotContain(logs.Entries, entry => entry.Text.Contains(Key, StringComparison.Ordinal));
        Assert.DoesNotContain(Key, services.GetRequiredService<RouteurClient>().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retries_wait_on_the_containers_clock()
    {
        var clock = new HurryingClock();
        int attempts = 0;
        var network = new StubHandler(_ =>
        {
            if (attempts++ > 0)
            {
                return StubHandler.Response(OfficialCalls.Answer);
            }

            HttpResponseMessage response = StubHandler.Response("{}", status: HttpStatusCode.TooManyRequests);
            response.Headers.Add("Retry-After", "41");
            return response;
        });
        IConfigurationRoot configuration = OfficialCalls.Configuration;
        configuration["Routeur:MaxRetries"] = "1";
        using ServiceProvider services = OfficialCalls.Build(
            s =>
            {
                s.AddSingleton<TimeProvider>(clock);
                s.AddRouteurChatClient();
            },
            network,
            configuration);

        Assert.Equal("Hello", await OfficialCalls.CallAsync(services));
        Assert.True(clock.Hurried);
    }

    /// <summary>A wait of 41 seconds is over at once; everything else takes its time.</summary>
    private sealed class HurryingClock : TimeProvider
    {
        public bool Hurried { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            bool hurry = dueTime == TimeSpan.FromSeconds(41);
            Hurried |= hurry;
            return base.CreateTimer(callback, state, hurry ? TimeSpan.Zero : dueTime, period);
        }
    }
}
