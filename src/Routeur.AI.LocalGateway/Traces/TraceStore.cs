namespace Routeur.AI.LocalGateway.Traces;

/// <summary>
/// The latest traces up to a fixed number, and their archives up to a fixed size: the oldest make room. Safe for use by several threads.
/// </summary>
internal sealed class TraceStore(int capacity, long archiveBytes)
{
    private readonly object _gate = new();
    private readonly Dictionary<string, TraceRecord> _byId = new(StringComparer.Ordinal);
    private readonly Queue<TraceRecord> _inOrder = new();
    private readonly Queue<TraceRecord> _archived = new();
    private long _archivedBytes;

    public void Add(TraceRecord trace)
    {
        lock (_gate)
        {
            _inOrder.Enqueue(trace);
            _byId.Add(trace.RequestId, trace);
            while (_inOrder.Count > capacity)
            {
                _byId.Remove(_inOrder.Dequeue().RequestId);
            }
        }
    }

    /// <summary>The trace's archive grows no more: its size counts from here.</summary>
    public void Settle(TraceRecord trace)
    {
        lock (_gate)
        {
            if (trace.Archive is not { } archive || !_byId.ContainsKey(trace.RequestId))
            {
                return;
            }

            _archived.Enqueue(trace);
            _archivedBytes += archive.Size;
            while (_archivedBytes > archiveBytes || !_byId.ContainsKey(_archived.Peek().RequestId))
            {
                TraceRecord oldest = _archived.Dequeue();
                _archivedBytes -= oldest.Archive!.Size;
                oldest.Archive = null;
                if (_archived.Count == 0)
                {
                    break;
                }
            }
        }
    }

    /// <summary>A trace of the organisation, or null.</summary>
    public TraceRecord? Find(string organizationId, string requestId) =>
        Find(requestId) is { } trace && trace.OrganizationId == organizationId ? trace : null;

    /// <summary>A trace, whoever's it is, or null.</summary>
    public TraceRecord? Find(string requestId)
    {
        lock (_gate)
        {
            return _byId.GetValueOrDefault(requestId);
        }
    }

    /// <summary>The organisation's traces, latest first.</summary>
    public TraceRecord[] Of(string organizationId, int limit)
    {
        lock (_gate)
        {
            return [.. _inOrder.Reverse().Where(t => t.OrganizationId == organizationId).Take(limit)];
        }
    }
}
