namespace Routeur.AI.Soak.Measuring;

/// <summary>Counts exceptions of tasks that nobody looked at. They are found when the collector frees the task. Safe for use by several threads.</summary>
internal sealed class UnobservedExceptions : IDisposable
{
    private int _count;

    public UnobservedExceptions() => TaskScheduler.UnobservedTaskException += Count;

    /// <summary>How many there were.</summary>
    public int Total => Volatile.Read(ref _count);

    /// <summary>The first one.</summary>
    public string? First { get; private set; }

    public void Dispose() => TaskScheduler.UnobservedTaskException -= Count;

    private void Count(object? sender, UnobservedTaskExceptionEventArgs unobserved)
    {
        if (Interlocked.Increment(ref _count) == 1)
        {
            First = unobserved.Exception.GetBaseException().ToString();
        }
    }
}
