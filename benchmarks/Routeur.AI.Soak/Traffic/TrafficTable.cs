using System.Net;
using Routeur.AI.LocalGateway;
using Routeur.AI.Soak.Calls;
using Routeur.AI.Soak.Gateway;

namespace Routeur.AI.Soak.Traffic;

/// <summary>The traffic: every kind of call, what the gateway does with it, and what must come of it. Another kind is another row.</summary>
internal static class TrafficTable
{
    private const int Sent = SoakClients.Retries + 1;
    private const int Ok = 200;
    private const int NoAnswer = 0;

    private static readonly Script LongText = new(number => ScriptedReply.Text(ChatCalls.LongText(number)), OnlyOnce: false);

    /// <summary>Not drawn, but made before each reading; see <see cref="Calls.RollCall"/>.</summary>
    public static TrafficKind RollCall(int streams) => Find("roll-call") with { Send = new RollCall(streams).AttendAsync };

    /// <summary>Drawn, and made <see cref="BudgetCalls.Remembered"/> times before the run: what a budget remembers must not look like a leak until it is full.</summary>
    public static TrafficKind Budget => Find("budget");

    /// <summary>The rows.</summary>
    public static IReadOnlyList<TrafficKind> All { get; } =
    [
        // Nothing goes wrong.
        new("plain", 60, ChatCalls.PlainAsync, null, Expectation.Answer),
        new("plain-gemini", 10, call => ChatCalls.PlainAsync(call, Target.Gemini), null, Expectation.Answer),
        new("plain-deepseek", 10, call => ChatCalls.PlainAsync(call, Target.DeepSeek), null, Expectation.Answer),
        new("stream", 60, ChatCalls.StreamedAsync, null, Expectation.Answer),
        new("stream-gemini", 10, call => ChatCalls.StreamedAsync(call, Target.Gemini), null, Expectation.Answer),
        new("stream-deepseek", 10, call => ChatCalls.StreamedAsync(call, Target.DeepSeek), null, Expectation.Answer),
        new("long-stream", 5, ChatCalls.LongStreamAsync, LongText, Expectation.Answer),
        new("roll-call", 0, ChatCalls.LongStreamAsync, LongText, Expectation.Answer),
        new("late", 5, ChatCalls.PlainAsync, Script.Once(ScriptedReply.Status(HttpStatusCode.RequestTimeout).WithDelay(TimeSpan.FromMilliseconds(20))), Expectation.Answer),
        new("tools", 10, call => ToolCalls.PlainAsync(call, Target.Auto), null, Expectation.Answer),
        new("tools-stream", 10, call => ToolCalls.StreamedAsync(call, Target.Auto), null, Expectation.Answer),
        new("tools-stream-gemini", 10, call => ToolCalls.StreamedAsync(call, Target.Gemini), null, Expectation.Answer),
        new("structured", 10, ToolCalls.StructuredAsync, null, Expectation.Answer),
        new("own-client", 5, ChatCalls.OwnClientAsync, null, Expectation.Answer),
        new("dry-run", 10, ManagementCalls.DryRunAsync, null, Expectation.Answer),
        new("models", 5, ManagementCalls.ModelsAsync, null, Expectation.Answer),
        new("trace", 5, ManagementCalls.TraceAsync, null, Expectation.Answer),

        // The caller leaves.
        new("cancel-mid-stream", 10, CancelledCalls.MidStreamAsync, Script.Always(ScriptedReply.Stall(6)), Expectation.Cancelled),
        new("cancel-waiting", 10, CancelledCalls.WaitingAsync, Script.Always(ScriptedReply.Stall()), Expectation.Cancelled),
        new("cancel-any-time", 10, CancelledCalls.AnyTimeAsync, null, Expectation.AnswerOrCancelled),
        new("abandon-stream", 10, CancelledCalls.AbandonedAsync, Script.Always(ScriptedReply.Stall(6)), Expectation.Answer),

        // Refused, and never repeated.
        new("status-400", 3, ChatCalls.PlainAsync, Refusal(HttpStatusCode.BadRequest, "invalid_request"), Expectation.Error(RouteurErrorCode.InvalidRequest, 400, 1)),
        new("status-401", 3, ChatCalls.StreamedAsync, Refusal(HttpStatusCode.Unauthorized, "unauthorized"), Expectation.Error(RouteurErrorCode.Unauthorized, 401, 1)),
        new("status-403", 3, ChatCalls.PlainAsync, Refusal(HttpStatusCode.Forbidden, "forbidden"), Expectation.Error(RouteurErrorCode.Forbidden, 403, 1)),
        new("status-404", 3, ManagementCalls.UnknownModelAsync, null, Expectation.Error(RouteurErrorCode.NotFound, 404, 1)),
        new("unconfigured", 3, call => ChatCalls.PlainAsync(call, Target.Nobody), null, Expectation.Error(RouteurErrorCode.ProviderUnconfigured, 502, 1)),
        new("dlp-redact", 5, ChatCalls.RedactedAsync, null, Expectation.Answer),
        new("dlp-block", 5, ChatCalls.BlockedAsync, null, Expectation.Error(RouteurErrorCode.BlockedByDlp, 403, 1, GatewayProgram.BlockingRule)),
        new("dlp-block-stream", 5, ChatCalls.BlockedStreamAsync, null, Expectation.Error(RouteurErrorCode.BlockedByDlp, 403, 1, GatewayProgram.BlockingRule)),
        new("moderation-block", 3, ChatCalls.StreamedAsync, Script.Always(ScriptedReply.BlockedByModeration("leaks")), Expectation.Error(RouteurErrorCode.BlockedByModeration, 403, 1, "leaks")),

        // Fails once: repeated, and then answered.
        new("once-429", 3, ChatCalls.PlainAsync, Script.Once(ScriptedReply.RateLimited()), Expectation.Answer, Line.Limited),
        new("once-502", 3, ChatCalls.StreamedAsync, Script.Once(ScriptedReply.Error(HttpStatusCode.BadGateway, "upstream_error", "the upstream failed")), Expectation.Answer),
        new("once-503", 3, ChatCalls.PlainAsync, Script.Once(ScriptedReply.Status(HttpStatusCode.ServiceUnavailable)), Expectation.Answer),
        new("once-504", 3, ChatCalls.StreamedAsync, Script.Once(ScriptedReply.Error(HttpStatusCode.GatewayTimeout, "upstream_error", "too slow")), Expectation.Answer),
        new("once-reset", 3, ChatCalls.PlainAsync, Script.Once(ScriptedReply.Abort()), Expectation.Answer),
        new("once-reset-stream", 3, ChatCalls.StreamedAsync, Script.Once(ScriptedReply.Abort()), Expectation.Answer),

        // The first target fails, the second one answers.
        new("fallback-unknown", 3, FallbackCalls.UnknownAsync, null, Expectation.Answer),
        new("fallback-502", 5, FallbackCalls.FailingAsync, Script.Once(ScriptedReply.Error(HttpStatusCode.BadGateway, "upstream_error", "the upstream failed")), Expectation.Answer),
        new("fallback-stream", 5, FallbackCalls.FailingStreamAsync, Script.Once(ScriptedReply.ErrorEvent(0)), Expectation.Answer),

        // Under a budget.
        new("budget", 3, BudgetCalls.CountedAsync, null, Expectation.Answer),
        new("budget-exceeded", 3, BudgetCalls.ExceededAsync, null, Expectation.Error(RouteurErrorCode.BudgetExceeded, NoAnswer, 0)),

        // Fails every time.
        new("always-429", 3, ChatCalls.PlainAsync, Script.Always(ScriptedReply.RateLimited()), Expectation.Error(RouteurErrorCode.RateLimited, 429, Sent), Line.Limited),
        new("always-502-html", 3, ChatCalls.PlainAsync, Script.Always(ScriptedReply.Raw("<h1>Bad gateway</h1>", "text/html", HttpStatusCode.BadGateway)), Expectation.Error(RouteurErrorCode.UpstreamError, 502, Sent)),
        new("always-503", 3, ChatCalls.StreamedAsync, Script.Always(ScriptedReply.Status(HttpStatusCode.ServiceUnavailable)), Expectation.Error(RouteurErrorCode.Unknown, 503, Sent)),
        new("always-reset", 3, ChatCalls.PlainAsync, Script.Always(ScriptedReply.Abort()), Expectation.Error(RouteurErrorCode.ConnectionFailed, NoAnswer, Sent)),
        new("always-reset-stream", 3, ChatCalls.StreamedAsync, Script.Always(ScriptedReply.Abort()), Expectation.Error(RouteurErrorCode.ConnectionFailed, NoAnswer, Sent)),

        // Fails after the answer has begun: never repeated.
        new("reset-mid-stream", 5, ChatCalls.StreamedAsync, Script.Always(ScriptedReply.Abort(4)), Expectation.Error(RouteurErrorCode.StreamInterrupted, Ok)),
        new("truncated", 3, ChatCalls.PlainAsync, Script.Always(ScriptedReply.Truncate()), Expectation.Error(RouteurErrorCode.InvalidResponse, Ok)),
        new("truncated-stream", 5, ChatCalls.StreamedAsync, Script.Always(ScriptedReply.Truncate(4)), Expectation.Error(RouteurErrorCode.StreamInterrupted, Ok)),
        new("error-event", 5, ChatCalls.StreamedAsync, Script.Always(ScriptedReply.ErrorEvent(4)), Expectation.Error(RouteurErrorCode.UpstreamError, Ok)),
        new("garbage", 3, ChatCalls.PlainAsync, Script.Always(ScriptedReply.Garbage()), Expectation.Error(RouteurErrorCode.InvalidResponse, Ok)),
        new("garbage-stream", 5, ChatCalls.StreamedAsync, Script.Always(ScriptedReply.Garbage(4)), Expectation.Error(RouteurErrorCode.InvalidResponse, Ok)),
        new("html-200", 3, ChatCalls.StreamedAsync, Script.Always(ScriptedReply.Raw("<h1>Welcome</h1>", "text/html")), Expectation.Error(RouteurErrorCode.InvalidResponse, Ok)),

        // Never ends: the time-outs of an impatient client.
        new("stall", 3, ChatCalls.PlainAsync, Script.Always(ScriptedReply.Stall()), Expectation.Error(RouteurErrorCode.Timeout, NoAnswer, 1), Line.Impatient),
        new("stall-first-byte", 3, ChatCalls.StreamedAsync, Script.Always(ScriptedReply.Stall()), Expectation.Error(RouteurErrorCode.Timeout, NoAnswer, 1), Line.Impatient),
        new("stall-mid-stream", 3, ChatCalls.StreamedAsync, Script.Always(ScriptedReply.Stall(4)), Expectation.Error(RouteurErrorCode.Timeout, NoAnswer), Line.Impatient),
    ];

    private static readonly Dictionary<string, TrafficKind> ByName = All.ToDictionary(kind => kind.Name);

    /// <summary>The row of that name.</summary>
    public static TrafficKind Find(string name) => ByName[name];

    private static Script Refusal(HttpStatusCode status, string code) => Script.Always(ScriptedReply.Error(status, code, "refused for the soak"));
}
