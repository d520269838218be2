using Microsoft.Extensions.Time.Testing;

namespace Routeur.AI.Tests.Support;

/// <summary>A fake clock whose timers strike half a millisecond too early, as those of the system do: they count whole milliseconds.</summary>
internal sealed class EarlyTimeProvider : FakeTimeProvider
{
    private static readonly TimeSpan Early = TimeSpan.FromMicroseconds(500);

    /// <summary>Completes when a timer has been set.</summary>
    public TaskCompletionSource Set { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = base.CreateTimer(callback, state, dueTime > Early ? dueTime - Early : dueTime, period);
        Set.TrySetResult();
        return timer;
    }
}
