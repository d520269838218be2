using Routeur.AI.LocalGateway.Http;

namespace Routeur.AI.LocalGateway.Scripting;

/// <summary>The scripted replies that wait for their requests. The oldest entry that fits a request answers it.</summary>
internal sealed class ReplyScript(bool strict)
{
    private readonly List<ScriptEntry> _entries = [];

    /// <summary>How many replies of limited entries were not given out yet.</summary>
    public int Pending
    {
        get
        {
            lock (_entries)
            {
                return _entries.Sum(e => e.Remaining ?? 0);
            }
        }
    }

    public void Add(ScriptEntry entry)
    {
        lock (_entries)
        {
            _entries.Add(entry);
        }
    }

    public void Clear()
    {
        lock (_entries)
        {
            _entries.Clear();
        }
    }

    /// <summary>Takes the reply to a request; null when the simulated model is to answer.</summary>
    /// <exception cref="GatewayException">In strict mode there is no reply; or what a test wrote threw.</exception>
    public ScriptedReply? Take(RecordedRequest request)
    {
        ScriptedReply? reply = Find(request);
        return reply is null && strict ? throw GatewayException.Unscripted(request) : reply;
    }

    // Entries are asked outside the lock: they hold a test's own code. One that another request has used up meanwhile is passed over.
    private ScriptedReply? Find(RecordedRequest request)
    {
        ScriptEntry[] entries;
        lock (_entries)
        {
            entries = [.. _entries];
        }

        foreach (ScriptEntry entry in entries)
        {
            if (Ask(entry, request) is { } reply && Use(entry))
            {
                return reply;
            }
        }

        return null;
    }

    private static ScriptedReply? Ask(ScriptEntry entry, RecordedRequest request)
    {
        try
        {
            return entry.Answer(request);
        }
        catch (Exception e)
        {
            throw GatewayException.BrokenScript(e);
        }
    }

    private bool Use(ScriptEntry entry)
    {
        lock (_entries)
        {
            if (entry.Remaining is not { } remaining)
            {
                return true;
            }

            entry.Remaining = remaining - 1;
            return remaining switch
            {
                > 1 => true,
                1 => _entries.Remove(entry),
                _ => false,
            };
        }
    }
}
