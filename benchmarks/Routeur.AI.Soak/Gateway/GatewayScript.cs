using System.Collections.Concurrent;
using Routeur.AI.LocalGateway;
using Routeur.AI.Processes;
using Routeur.AI.Soak.Traffic;

namespace Routeur.AI.Soak.Gateway;

/// <summary>Gives each call the answer, or the fault, that its kind has in <see cref="TrafficTable"/>. Safe for use by several threads.</summary>
internal sealed class GatewayScript
{
    private readonly ConcurrentDictionary<long, bool> _failedOnce = new();
    private readonly RequestsUnderWay _underWay = new();

    /// <summary>The chat requests that were let through and whose answers are not over.</summary>
    public int UnderWay => _underWay.Count;

    /// <summary>The reply to a request; null for the simulated model's.</summary>
    public ScriptedReply? Answer(RecordedRequest request)
    {
        _underWay.Follow(request);
        CallMark mark = CallMark.Find(request.Body);
        Script? script = TrafficTable.Find(mark.Kind).Script;
        return script is null || (script.OnlyOnce && !IsFirst(mark.Number)) ? null : script.Reply(mark.Number);
    }

    // Forgotten with the second request, so that a long run does not fill the memory.
    private bool IsFirst(long number) => _failedOnce.TryAdd(number, true) || !_failedOnce.TryRemove(number, out _);
}
