using System.Collections.Concurrent;

namespace Routeur.AI.ChaosTests.Running;

/// <summary>Knows the objects of finished calls without holding them, and the exceptions that nobody looked at.</summary>
internal sealed class LeakWatch : IDisposable
{
    /// <summary>What ends elsewhere (a connection that is being closed, a continuation that is under way) may hold an object a moment longer.</summary>
    private const int Collections = 100;

    private readonly ConcurrentQueue<(string Kind, WeakReference Object)> _objects = new();
    private readonly ConcurrentQueue<string> _unobserved = new();

    public LeakWatch() => TaskScheduler.UnobservedTaskException += Note;

    /// <summary>How many objects were ever watched.</summary>
    public int Watched { get; private set; }

    public void Add(string kind, object? watched)
    {
        if (watched is not null)
        {
            _objects.Enqueue(($"{kind} ({watched.GetType().Name})", new WeakReference(watched)));
        }
    }

    /// <summary>Collects until nothing that was watched is alive, or says what is.</summary>
    public async Task<string?> CollectAsync()
    {
        Watched += _objects.Count;
        for (int i = 0; i < Collections && _objects.Any(o => o.Object.IsAlive); i++)
        {
            await Task.Yield();
            Collect();
        }

        Collect();
        string[] alive = [.. _objects.Where(o => o.Object.IsAlive).CountBy(o => o.Kind).Select(kind => $"{kind.Value} × {kind.Key}")];
        _objects.Clear();
        return
            alive.Length > 0 ? $"Alive after a collection: {string.Join(", ", alive)}." :
            !_unobserved.IsEmpty ? $"{_unobserved.Count} exceptions that nobody observed; the first: {_unobserved.First()}" :
            null;
    }

    public void Dispose() => TaskScheduler.UnobservedTaskException -= Note;

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }

    private void Note(object? sender, UnobservedTaskExceptionEventArgs e) => _unobserved.Enqueue(e.Exception.ToString());
}
