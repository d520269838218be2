using Routeur.AI.ChaosTests.Running;

namespace Routeur.AI.ChaosTests;

public sealed class CallClockTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact(Timeout = Watchdog.Milliseconds)]
    public async Task A_call_whose_bytes_arrive_while_the_time_passes_is_not_left_waiting()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        var clock = new CallClock();
        using var timeout = new CancellationTokenSource(Limit, clock);
        await clock.WaitFor(static wait => wait == Limit, cancel);

        // The bytes come: the limit does not run while they are looked at.
        timeout.CancelAfter(Timeout.InfiniteTimeSpan);
        var struck = new TaskCompletionSource();
        using CancellationTokenRegistration registration = timeout.Token.Register(struck.SetResult);
        Task running = clock.RunOutAsync(struck.Task, Limit, cancel);
        Assert.False(struck.Task.IsCompleted);

        timeout.CancelAfter(Limit);

        await running;
        Assert.True(struck.Task.IsCompleted);
    }
}
