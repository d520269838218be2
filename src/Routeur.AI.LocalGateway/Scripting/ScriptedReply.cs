using System.Net;
using Routeur.AI.LocalGateway.Http;
using Routeur.AI.LocalGateway.Scripting;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway;

/// <summary>
/// An answer that a test prepares with <see cref="RouteurLocalGateway.Enqueue"/> in place of the simulated model's. Immutable.
/// </summary>
public sealed class ScriptedReply
{
    private ScriptedReply()
    {
    }

    internal GatewayException? Failure { get; private init; }

    internal RawReply? RawAnswer { get; private init; }

    internal string? AnswerText { get; private init; }

    internal StreamFault? Fault { get; private init; }

    /// <summary>The model says this text, streamed or not as the caller asked.</summary>
    /// <param name="text">The text.</param>
    public static ScriptedReply Text(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new ScriptedReply { AnswerText = text };
    }

    /// <summary>An error in the documented envelope.</summary>
    /// <param name="status">The HTTP status, 400 to 599.</param>
    /// <param name="code">The envelope's <c>code</c>, for example <c>upstream_error</c>.</param>
    /// <param name="message">The envelope's <c>message</c>.</param>
    /// <param name="retryAfter">What <c>Retry-After</c> says, rounded up to whole seconds; null for no such header.</param>
    public static ScriptedReply Error(HttpStatusCode status, string code, string message, TimeSpan? retryAfter = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan((int)status, 400, nameof(status));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((int)status, 599, nameof(status));
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

    /// <summary>Exactly this body, whatever the caller asked for.</summary>
    /// <param name="body">The body, sent as UTF-8.</param>
    /// <param name="contentType">The <c>Content-Type</c>.</param>
    /// <param name="status">The HTTP status, 200 to 599.</param>
    public static ScriptedReply Raw(string body, string contentType = "application/json", HttpStatusCode status = HttpStatusCode.OK)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentException.ThrowIfNullOrWhiteSpace(contentType);
        ArgumentOutOfRangeException.ThrowIfLessThan((int)status, 200, nameof(status));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((int)status, 599, nameof(status));
        return new ScriptedReply { RawAnswer = new RawReply((int)status, contentType, body) };
    }

    /// <summary>The connection is cut after so many events of a stream.</summary>
    /// <param name="afterChunks">
    /// How many events go out before, at least 0. With 0, and on an answer that is not streamed, not even the headers are sent.
    /// </param>
    public static ScriptedReply Abort(int afterChunks = 0) => new() { Fault = new StreamFault(Check(afterChunks), Cuts: true) };

    /// <summary>The gateway falls silent after so many events of a stream, until the client leaves or the gateway is disposed.</summary>
    /// <param name="afterChunks">
    /// How many events go out before, at least 0. With 0, and on an answer that is not streamed, not even the headers are sent.
    /// </param>
    public static ScriptedReply Stall(int afterChunks = 0) => new() { Fault = new StreamFault(Check(afterChunks), Cuts: false) };

    private static int Check(int afterChunks)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(afterChunks);
        return afterChunks;
    }
}
