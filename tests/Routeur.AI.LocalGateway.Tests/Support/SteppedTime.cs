using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Routeur.AI.LocalGateway.Tests.Support;

/// <summary>A clock that says when somebody begins to wait, so that a test need not guess.</summary>
internal sealed class SteppedTime : FakeTimeProvider
{
    // Only for the case that the wait never begins: a test then fails and does not hang.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = base.CreateTimer(callback, state, dueTime, period);
        _waits.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Lets somebody begin to wait, without ending the wait.</summary>
    public async Task<TimeSpan> WaitBegunAsync() => await _waits.Reader.ReadAsync(TestCaller.Cancel).AsTask().WaitAsync(Patience, TestCaller.Cancel);

    /// <summary>Lets somebody begin to wait, and ends the wait.</summary>
    public async Task StepAsync() => Advance(await WaitBegunAsync());
}
