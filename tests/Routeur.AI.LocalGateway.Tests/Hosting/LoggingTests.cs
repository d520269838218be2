using Routeur.AI.LocalGateway.Tests.Support;

namespace Routeur.AI.LocalGateway.Tests.Hosting;

public sealed class LoggingTests
{
    [Fact]
    public async Task Logs_go_where_the_options_say_and_hold_no_key()
    {
        using var logs = new ListLoggerFactory();
        TestCaller caller = await TestCaller.StartAsync(new() { LoggerFactory = logs });

        await caller.SendAsync(TestCaller.Hello);
        await caller.SendAsync("{}");
        await caller.DisposeAsync();

        Assert.Contains(logs.Lines, l => l.Contains("/v1/chat/completions", StringComparison.Ordinal));
        Assert.DoesNotContain(logs.Lines, l => l.Contains(caller.Gateway.ApiKey, StringComparison.Ordinal));
        Assert.False(logs.Disposed);
    }

    [Fact]
    public async Task The_signature_of_an_archive_is_in_no_log()
    {
        using var logs = new ListLoggerFactory();
        TestCaller caller = await TestCaller.StartAsync(new() { LoggerFactory = logs, StorePayloads = true });

        TestReply reply = await caller.SayAsync("Hello");
        await caller.ArchiveAsync(reply.Trace);
        await caller.DisposeAsync();

        string signature = reply.Trace.GetProperty("payload_url").GetString()!.Split("sig=")[1];
        Assert.Contains(logs.Lines, l => l.Contains("/v1/payloads/", StringComparison.Ordinal));
        Assert.DoesNotContain(logs.Lines, l => l.Contains(signature, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_defect_is_logged_with_the_request_that_met_it()
    {
        using var logs = new ListLoggerFactory();
        await using RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync(
            new() { LoggerFactory = logs }, new BrokenUpstream(), TestCaller.Cancel);
        await using TestCaller caller = TestCaller.Of(gateway);

        await caller.SendAsync(TestCaller.Hello);

        string id = Assert.Single(gateway.Requests).RequestId;
        Assert.Contains(logs.Lines, l => l.StartsWith($"Error: The gateway failed on request {id}. System.InvalidTimeZoneException: unforeseen", StringComparison.Ordinal));
    }
}
