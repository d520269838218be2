using System.Collections.Concurrent;
using Routeur.AI.LocalGateway.Simulation;
using Routeur.AI.LocalGateway.Upstreams;

namespace Routeur.AI.LocalGateway.Scripting;

/// <summary>The queue of scripted replies, and the upstream that a reply makes of the ordinary one.</summary>
internal sealed class ScriptedUpstreams(IUpstream ordinary, TimeSpan delay, TimeProvider time, CancellationToken stopping)
{
    private readonly ConcurrentQueue<ScriptedReply> _replies = new();

    public void Add(ScriptedReply reply) => _replies.Enqueue(reply);

    /// <summary>Takes the next reply; null when there is none, and the simulated model answers.</summary>
    public ScriptedReply? Next() => _replies.TryDequeue(out ScriptedReply? reply) ? reply : null;

    public IUpstream For(ScriptedReply? script)
    {
        IUpstream upstream = script?.AnswerText is { } text ? new SimulatedUpstream(text) : ordinary;
        if (delay > TimeSpan.Zero)
        {
            upstream = new PacedUpstream(upstream, delay, time, stopping);
        }

        return script?.Fault is { } fault ? new FaultyUpstream(upstream, fault, stopping) : upstream;
    }
}
