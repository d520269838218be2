using System.Net;
using Routeur.AI.LocalGateway;
using static Routeur.AI.ChaosTests.Faults.Expected;

namespace Routeur.AI.ChaosTests.Faults;

/// <summary>What the local gateway can be told to do, with a real web server under it.</summary>
internal static class GatewayFaults
{
    public static IEnumerable<Fault> All =>
    [
        Reply("gateway: cut before the headers", "`Abort(0)`", ScriptedReply.Abort(), NoConnection, NoConnection),
        Reply("gateway: cut in the answer", "`Abort(3)`; a plain answer is cut before its headers.", ScriptedReply.Abort(3), NoConnection, Interrupted),
        Reply("gateway: silence before the headers", "`Stall(0)`", ScriptedReply.Stall(), Timeout(nameof(RouteurOptions.ResponseTimeout)), Timeout(nameof(RouteurOptions.StreamFirstByteTimeout))) with { Stalls = true },
        Reply("gateway: silence in the answer", "`Stall(3)`; a plain answer gets no headers.", ScriptedReply.Stall(3), Timeout(nameof(RouteurOptions.ResponseTimeout)), Timeout(nameof(RouteurOptions.StreamIdleTimeout))) with { Stalls = true },
        Reply("gateway: truncated", "`Truncate(2)`: an orderly end after two events, or half a plain answer.", ScriptedReply.Truncate(2), NoAnswer(), Interrupted),
        Reply("gateway: error in the answer", "`ErrorEvent(3)`; instead of a plain answer comes 502.", ScriptedReply.ErrorEvent(3), Reported(RouteurErrorCode.UpstreamError, 502, repeated: true), Reported(RouteurErrorCode.UpstreamError, 200, repeated: false)),
        Reply("gateway: garbage in the answer", "`Garbage(3)`: an event, or a plain answer, that is no JSON.", ScriptedReply.Garbage(3), NoAnswer(), NoAnswer()),
        Reply("gateway: 503", "A status, and no body.", ScriptedReply.Status(HttpStatusCode.ServiceUnavailable), Reported(RouteurErrorCode.Unknown, 503, repeated: true), Reported(RouteurErrorCode.Unknown, 503, repeated: true)),
    ];

    private static Fault Reply(string name, string happens, ScriptedReply reply, Expected plain, Expected streamed) =>
        new(name, happens, static _ => throw new InvalidOperationException("The gateway has its own script."), plain, streamed) { Reply = reply };
}
