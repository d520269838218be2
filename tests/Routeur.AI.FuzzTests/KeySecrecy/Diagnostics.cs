using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.FuzzTests.KeySecrecy;

/// <summary>Everything that a process can be asked for: logs of every level and category, activities of every source, tags of every metric.</summary>
internal sealed class Diagnostics : IDisposable
{
    private readonly ConcurrentQueue<string> _texts = new();
    private readonly ActivityListener _activities;
    private readonly MeterListener _meters = new();

    public Diagnostics()
    {
        _activities = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                Activities++;
                Add($"activity {activity.Source.Name} {activity.DisplayName} {activity.StatusDescription}");
                Add(activity.TagObjects);
                Add(activity.Baggage.Select(item => KeyValuePair.Create(item.Key, (object?)item.Value)));
                foreach (ActivityEvent item in activity.Events)
                {
                    Add(item.Name);
                    Add(item.Tags);
                }
            },
        };
        ActivitySource.AddActivityListener(_activities);

        _meters.InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        _meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Measured(instrument, tags));
        _meters.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Measured(instrument, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Measured(instrument, tags));
        _meters.Start();
    }

    public CapturedLogs Logs { get; } = new();

    public int Activities { get; private set; }

    public int Measurements { get; private set; }

    /// <summary>All texts: those above, and those that were added.</summary>
    public IEnumerable<string> Texts => _texts.Concat(Logs.Entries.Select(entry => $"log {entry.Category} {entry.Level} {entry.Text}"));

    public void Add(string? text) => _texts.Enqueue(text ?? "");

    public void Dispose()
    {
        _activities.Dispose();
        _meters.Dispose();
    }

    private void Add(IEnumerable<KeyValuePair<string, object?>> tags)
    {
        foreach ((string name, object? value) in tags)
        {
            Add($"tag {name}={value}");
        }
    }

    private void Measured(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        Measurements++;
        Add(tags.ToArray().Append(KeyValuePair.Create(instrument.Name, (object?)instrument.Meter.Name)));
    }
}
