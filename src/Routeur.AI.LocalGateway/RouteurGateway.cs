using Routeur.AI.LocalGateway.Hosting;
using Routeur.AI.LocalGateway.Scripting;

namespace Routeur.AI.LocalGateway;

/// <summary>
/// What a test or an app does with a local gateway, whether it runs by itself (<see cref="RouteurLocalGateway"/>) or in an ASP.NET Core
/// app (<see cref="MappedRouteurGateway"/>): read what it received, and script what it answers. Safe for use by several threads.
/// </summary>
public abstract class RouteurGateway
{
    private readonly GatewayCore _core;

    private protected RouteurGateway(GatewayCore core) => _core = core;

    /// <summary>The key that clients must send. It opens nothing but this gateway.</summary>
    public string ApiKey => _core.ApiKey;

    /// <summary>
    /// The requests received so far, oldest first: a copy, of the latest <see cref="RouteurLocalGatewayOptions.MaxRecordedRequests"/>. A
    /// request is here before the first byte of its answer is on its way.
    /// </summary>
    public IReadOnlyList<RecordedRequest> Requests => _core.Log.Snapshot();

    /// <summary>
    /// How many replies still wait for a request: what a test has enqueued or limited to a number of times and its app has not asked for.
    /// </summary>
    public int PendingReplies => _core.Replies.Pending;

    /// <summary>
    /// Prepares the answer to the next chat request that is let through: well-formed, with a valid key, routed, no dry run. The oldest
    /// prepared reply that fits a request answers it; when none does, the simulated model answers, or in strict mode nobody.
    /// </summary>
    /// <param name="reply">The answer.</param>
    /// <param name="times">For how many requests, at least 1. Default 1.</param>
    public void Enqueue(ScriptedReply reply, int times = 1)
    {
        ArgumentNullException.ThrowIfNull(reply);
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
        _core.Replies.Add(new ScriptEntry(_ => reply, times));
    }

    /// <summary>Prepares the answer to chat requests that a test describes.</summary>
    /// <param name="matches">
    /// Whether the reply is for a request, which is let through and routed. It can be called by several threads, also for requests that
    /// another reply answers. When it throws, the request is refused with the exception's message.
    /// </param>
    /// <param name="reply">The answer.</param>
    /// <param name="times">For how many requests, at least 1; <see cref="int.MaxValue"/>, the default, without end.</param>
    public void When(Func<RecordedRequest, bool> matches, ScriptedReply reply, int times = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(matches);
        ArgumentNullException.ThrowIfNull(reply);
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
        _core.Replies.Add(new ScriptEntry(request => matches(request) ? reply : null, times == int.MaxValue ? null : times));
    }

    /// <summary>Lets a test answer chat requests by itself.</summary>
    /// <param name="reply">
    /// The answer to a request, which is let through and routed; null when it is not for this one. It can be called by several threads. When
    /// it throws, the request is refused with the exception's message.
    /// </param>
    public void When(Func<RecordedRequest, ScriptedReply?> reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        _core.Replies.Add(new ScriptEntry(reply, times: null));
    }

    /// <summary>Forgets the recorded requests.</summary>
    public void ClearRequests() => _core.Log.Clear();

    /// <summary>Forgets the replies that were prepared.</summary>
    public void ClearReplies() => _core.Replies.Clear();
}
