using Routeur.AI.LocalGateway;

namespace Routeur.AI.Soak.Traffic;

/// <summary>What the gateway does with the calls of a kind, in place of the simulated model.</summary>
/// <param name="Reply">The reply to the call of this number.</param>
/// <param name="OnlyOnce">Whether the call's second attempt gets the simulated model's answer.</param>
internal sealed record Script(Func<long, ScriptedReply> Reply, bool OnlyOnce)
{
    public static Script Always(ScriptedReply reply) => new(_ => reply, OnlyOnce: false);

    public static Script Once(ScriptedReply reply) => new(_ => reply, OnlyOnce: true);
}
