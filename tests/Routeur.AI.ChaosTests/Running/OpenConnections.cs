using System.Diagnostics.Metrics;
using System.Globalization;

namespace Routeur.AI.ChaosTests.Running;

/// <summary>
/// How many connections the process's HTTP clients hold open, by port, as .NET's own metric <c>http.client.open_connections</c> tells.
/// </summary>
internal static class OpenConnections
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<int, long> Counts = [];
    private static readonly MeterListener Listener = new();
    private static TaskCompletionSource _changed = NewChange();

    /// <summary>Counts from now on; connections that were opened before are not seen.</summary>
    public static void Watch()
    {
        lock (Gate)
        {
            if (Listener.InstrumentPublished is null)
            {
                Listener.InstrumentPublished = static (instrument, listener) =>
                {
                    if (instrument is { Meter.Name: "System.Net.Http", Name: "http.client.open_connections" })
                    {
                        listener.EnableMeasurementEvents(instrument);
                    }
                };
                Listener.SetMeasurementEventCallback<long>(static (_, change, tags, _) => Note(change, tags));
                Listener.Start();
            }
        }
    }

    /// <summary>Whether a connection to this port was ever seen.</summary>
    public static bool Seen(int port)
    {
        lock (Gate)
        {
            return Counts.ContainsKey(port);
        }
    }

    /// <summary>Completes when no connection to this port is open.</summary>
    public static async Task NoneAsync(int port, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task change;
            lock (Gate)
            {
                if (Counts.GetValueOrDefault(port) == 0)
                {
                    return;
                }

                change = _changed.Task;
            }

            await change.WaitAsync(cancellationToken);
        }
    }

    private static void Note(long change, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (KeyValuePair<string, object?> tag in tags)
        {
            if (tag.Key == "server.port")
            {
                int port = Convert.ToInt32(tag.Value, CultureInfo.InvariantCulture);
                lock (Gate)
                {
                    Counts[port] = Counts.GetValueOrDefault(port) + change;
                    _changed.SetResult();
                    _changed = NewChange();
                }
            }
        }
    }

    private static TaskCompletionSource NewChange() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
