using System.Net;
using System.Text;
using Routeur.AI.LocalGateway.Http;
using Routeur.AI.LocalGateway.Scripting;
using Routeur.AI.LocalGateway.Simulation;
using Routeur.AI.LocalGateway.Upstreams;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway;

/// <summary>
/// An answer that a test prepares with <see cref="RouteurGateway.Enqueue"/> or <see cref="RouteurGateway.When(Func{RecordedRequest, bool}, ScriptedReply, int)"/>
/// in place of the simulated model's. Immutable; one reply can be used any number of times.
/// </summary>
public sealed class ScriptedReply
{
    private ScriptedReply()
    {
    }

    internal GatewayException? Failure { get; private init; }

    internal RawReply? RawAnswer { get; private init; }

    internal SimulatedAnswer? Answer { get; private init; }

    internal StreamFault? Fault { get; private init; }

    internal TimeSpan Delay { get; private init; }

    /// <summary>The model says this text, streamed or not as the caller asked.</summary>
    /// <param name="text">The text.</param>
    /// <param name="reasoning">What it thinks aloud before (<c>reasoning_content</c>); null for nothing.</param>
    public static ScriptedReply Text(string text, string? reasoning = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new ScriptedReply { Answer = new SimulatedAnswer(text) { Reasoning = reasoning } };
    }

    /// <summary>The model calls tools, streamed or not as the caller asked, whether the request offers them or not.</summary>
    /// <param name="calls">The calls, at least one: a tool's name and its arguments as JSON text, which is not checked.</param>
    public static ScriptedReply ToolCalls(params (string Name, string Arguments)[] calls)
    {
        ArgumentNullException.ThrowIfNull(calls);
        ArgumentOutOfRangeException.ThrowIfZero(calls.Length, nameof(calls));
        foreach ((string name, string arguments) in calls)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(name, nameof(calls));
            ArgumentNullException.ThrowIfNull(arguments, nameof(calls));
        }

        return new ScriptedReply { Answer = new SimulatedAnswer("") { ToolCalls = [.. calls.Select(c => new SimulatedToolCall(c.Name, c.Arguments))] } };
    }

    /// <summary>An error in the documented envelope.</summary>
    /// <param name="status">The HTTP status, 400 to 599.</param>
    /// <param name="code">The envelope's <c>code</c>, for example <c>upstream_error</c>.</param>
    /// <param name="message">The envelope's <c>message</c>.</param>
    /// <param name="retryAfter">What <c>Retry-After</c> says, rounded up to whole seconds; null for no such header.</param>
    public static ScriptedReply Error(HttpStatusCode status, string code, string message, TimeSpan? retryAfter = null)
    {
        CheckStatus(status, 400);
        ArgumentException.ThrowIfNullOrWhiteSpace(code);
        ArgumentNullException.ThrowIfNull(message);
        return new ScriptedReply { Failure = new GatewayException((int)status, code, message) { RetryAfter = retryAfter } };
    }

    /// <summary>403 <c>blocked_by_dlp</c> [/guides/dlp].</summary>
    /// <param name="ruleName">The name of the rule that blocked.</param>
    public static ScriptedReply BlockedByDlp(string ruleName) =>
        Error(HttpStatusCode.Forbidden, ServiceErrors.BlockedByDlp, $"dlp:{ruleName}");

    /// <summary>403 <c>blocked_by_moderation</c> [/guides/output-moderation].</summary>
    /// <param name="ruleName">The name of the rule that blocked.</param>
    public static ScriptedReply BlockedByModeration(string ruleName) =>
        Error(HttpStatusCode.Forbidden, ServiceErrors.BlockedByModeration, $"moderation:{ruleName}");

    /// <summary>429 <c>rate_limited</c> [/guides/rate-limits], whatever the key's real limits are. Several in a row are a storm.</summary>
    /// <param name="retryAfter">What <c>Retry-After</c> says, rounded up to whole seconds; null for no such header.</param>
    public static ScriptedReply RateLimited(TimeSpan? retryAfter = null) =>
        Error(HttpStatusCode.TooManyRequests, ServiceErrors.RateLimited, ServiceErrors.RequestsExceeded, retryAfter);

    /// <summary>A status and nothing else: no body, no envelope, as from something that stands before the service.</summary>
    /// <param name="status">The HTTP status, 200 to 599.</param>
    public static ScriptedReply Status(HttpStatusCode status)
    {
        CheckStatus(status, 200);
        return new ScriptedReply { RawAnswer = new RawReply((int)status, null, default) };
    }

    /// <summary>Exactly this body, whatever the caller asked for.</summary>
    /// <param name="body">The body, sent as UTF-8.</param>
    /// <param name="contentType">The <c>Content-Type</c>.</param>
    /// <param name="status">The HTTP status, 200 to 599.</param>
    public static ScriptedReply Raw(string body, string contentType = "application/json", HttpStatusCode status = HttpStatusCode.OK)
    {
        ArgumentNullException.ThrowIfNull(body);
        return RawBytes(Encoding.UTF8.GetBytes(body), contentType, status);
    }

    /// <summary>Exactly these bytes, whatever the caller asked for.</summary>
    /// <param name="body">The body; it is not copied.</param>
    /// <param name="contentType">The <c>Content-Type</c>.</param>
    /// <param name="status">The HTTP status, 200 to 599.</param>
    public static ScriptedReply RawBytes(ReadOnlyMemory<byte> body, string contentType, HttpStatusCode status)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(contentType);
        CheckStatus(status, 200);
        if (!body.IsEmpty && status is (HttpStatusCode.NoContent or HttpStatusCode.ResetContent or HttpStatusCode.NotModified))
        {
            throw new ArgumentException($"HTTP allows no body with the status {(int)status}.", nameof(body));
        }

        return new ScriptedReply { RawAnswer = new RawReply((int)status, contentType, body) };
    }

    /// <summary>The connection is cut after so many events of a stream.</summary>
    /// <param name="afterChunks">
    /// How many events go out before, at least 0. With 0, and on an answer that is not streamed, not even the headers are sent.
    /// </param>
    public static ScriptedReply Abort(int afterChunks = 0) => Broken(StreamFaultKind.Cut, afterChunks);

    /// <summary>The gateway falls silent after so many events of a stream, until the client leaves or the gateway is disposed.</summary>
    /// <param name="afterChunks">
    /// How many events go out before, at least 0. With 0, and on an answer that is not streamed, not even the headers are sent.
    /// </param>
    public static ScriptedReply Stall(int afterChunks = 0) => Broken(StreamFaultKind.Stall, afterChunks);

    /// <summary>
    /// A stream ends after so many events without a finish reason and <c>[DONE]</c>, and the connection is sound. Of an answer that is not
    /// streamed the first half is sent.
    /// </summary>
    /// <param name="afterChunks">How many events go out before, at least 0; not used when the answer is not streamed.</param>
    public static ScriptedReply Truncate(int afterChunks = 0) => Broken(StreamFaultKind.Truncate, afterChunks);

    /// <summary>
    /// After so many events of a stream comes one with the error envelope, and nothing behind it. A caller who wants no stream gets the
    /// same as 502.
    /// </summary>
    /// <param name="afterChunks">How many events go out before, at least 0.</param>
    /// <param name="code">The envelope's <c>code</c>.</param>
    /// <param name="message">The envelope's <c>message</c>.</param>
    public static ScriptedReply ErrorEvent(int afterChunks, string code = ServiceErrors.UpstreamError, string message = "the upstream failed")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(code);
        ArgumentNullException.ThrowIfNull(message);
        var error = new GatewayException((int)HttpStatusCode.BadGateway, code, message);
        return Broken(StreamFaultKind.ErrorEvent, afterChunks, ErrorAnswer.Text(error), error);
    }

    /// <summary>After so many events of a stream comes one whose data is no JSON; the others follow. An answer that is not streamed is that data.</summary>
    /// <param name="afterChunks">How many events go out before, at least 0; not used when the answer is not streamed.</param>
    /// <param name="data">The data, without line breaks.</param>
    public static ScriptedReply Garbage(int afterChunks = 0, string data = "{\"choices\":[{\"delta\":{\"con<html>")
    {
        ArgumentException.ThrowIfNullOrEmpty(data);
        return data.AsSpan().ContainsAny('\r', '\n')
            ? throw new ArgumentException("The data of an event holds no line breaks.", nameof(data))
            : Broken(StreamFaultKind.Garbage, afterChunks, data);
    }

    /// <summary>The same reply, later: its first byte waits so long on the gateway's clock. A gateway that is being disposed waits no longer.</summary>
    /// <param name="delay">How long, at least zero and at most 24 days.</param>
    public ScriptedReply WithDelay(TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(delay, GatewayPause.Longest);
        return new ScriptedReply { Failure = Failure, RawAnswer = RawAnswer, Answer = Answer, Fault = Fault, Delay = delay };
    }

    private static ScriptedReply Broken(StreamFaultKind kind, int afterChunks, string? content = null, GatewayException? whenPlain = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(afterChunks);
        return new ScriptedReply { Fault = new StreamFault(kind, afterChunks, content, whenPlain) };
    }

    private static void CheckStatus(HttpStatusCode status, int least)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan((int)status, least, nameof(status));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((int)status, 599, nameof(status));
    }
}
