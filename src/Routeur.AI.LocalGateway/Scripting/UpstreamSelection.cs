using Routeur.AI.LocalGateway.Simulation;
using Routeur.AI.LocalGateway.Upstreams;

namespace Routeur.AI.LocalGateway.Scripting;

/// <summary>Who answers a request: the ordinary upstream or a scripted one, in the model's dialect, at the configured pace, with the script's fault.</summary>
internal sealed class UpstreamSelection(IUpstream ordinary, TimeSpan chunkDelay, GatewayDialect? dialectOfAll, GatewayPause pause)
{
    public Dialect DialectOf(GatewayModel model) => Dialect.Of(model, dialectOfAll);

    /// <summary>Keeps a reply back as long as its script wants.</summary>
    public Task WaitAsync(ScriptedReply? script, CancellationToken cancellationToken) =>
        pause.WaitAsync(script?.Delay ?? TimeSpan.Zero, cancellationToken);

    public IUpstream For(ScriptedReply? script, Dialect dialect)
    {
        IUpstream upstream = script?.Answer is { } answer ? new SimulatedUpstream(answer) : ordinary;
        if (dialect.WholeToolCalls)
        {
            upstream = new WholeToolCalls(upstream);
        }

        if (chunkDelay > TimeSpan.Zero)
        {
            upstream = new PacedUpstream(upstream, chunkDelay, pause);
        }

        return script?.Fault is { } fault ? new FaultyUpstream(upstream, fault, pause) : upstream;
    }
}
