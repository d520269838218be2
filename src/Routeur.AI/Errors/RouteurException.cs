using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using Routeur.AI.Errors;

namespace Routeur.AI;

/// <summary>
/// A call through Routeur failed. It comes from everything that can fail except the caller's own cancellation, which stays an
/// <see cref="OperationCanceledException"/>, bad arguments, which stay <see cref="ArgumentException"/>s, a client that is disposed
/// (<see cref="ObjectDisposedException"/>), and mistakes in handlers and policies of your own, which stay the <see cref="SystemException"/>s that they are.
/// </summary>
/// <remarks>
/// It derives from <see cref="ClientResultException"/>, so code written for the official OpenAI SDK catches it too.
/// <see cref="ClientResultException.Status"/> is the HTTP status, or 0 when there was no answer.
/// </remarks>
public sealed class RouteurException : ClientResultException
{
    /// <summary>Makes an exception; apps need this only to simulate failures in their own tests.</summary>
    /// <param name="errorCode">Why the call failed.</param>
    /// <param name="message">The message for a person. It must not contain a key.</param>
    /// <param name="response">The answer, when there was one; <see cref="ClientResultException.Status"/> is taken from it.</param>
    /// <param name="innerException">What lies beneath.</param>
    public RouteurException(RouteurErrorCode errorCode, string message, PipelineResponse? response = null, Exception? innerException = null)
        : base(message, response, innerException) => ErrorCode = errorCode;

    /// <summary>Why the call failed.</summary>
    public RouteurErrorCode ErrorCode { get; }

    /// <summary>
    /// The name of the DLP or moderation rule, when <see cref="ErrorCode"/> is <see cref="RouteurErrorCode.BlockedByDlp"/> or
    /// <see cref="RouteurErrorCode.BlockedByModeration"/> [/guides/dlp], [/guides/output-moderation]. Free text; never infer the action from it.
    /// Null when the service's message does not name it.
    /// </summary>
    public string? RuleName { get; init; }

    /// <summary>The id to look the call's trace up with, when the service told it.</summary>
    public string? RequestId { get; init; }

    /// <summary>How long the service asks to wait (<c>Retry-After</c>), usually with 429 [/guides/rate-limits]; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// Whether the same call may succeed later: 408, 429, 502, 503, 504, connection failures, time-outs and interrupted streams; never
    /// 400, 401, 403, 404 or an unconfigured provider [/guides/errors]. Repeating a time-out or an interrupted stream may bill twice.
    /// </summary>
    public bool IsTransient { get; init; }

    /// <summary>How many times the request was sent; 0 when it is not known.</summary>
    public int Attempts { get; init; }

    /// <summary>The fallback targets' story: those that failed before this one, in order. Empty when the call had no other target.</summary>
    public IReadOnlyList<RouteurFailedTarget> FailedTargets { get; private init; } = [];

    /// <summary>Whether the service may have begun to work on the request when it failed: repeating it may then bill twice.</summary>
    internal bool RequestWasSent { get; init; }

    /// <summary>Whether trying again at once would be no use, although the same call may succeed later.</summary>
    internal bool IsFinal { get; init; }

    /// <summary>The status of an answer that is not at hand.</summary>
    internal int ToldStatus { init => Status = value; }

    /// <summary>This exception, saying how many attempts were made, in its message too when there were several; a copy when it says something else.</summary>
    internal RouteurException WithAttempts(int attempts) => attempts == Attempts ? this : Copy(Message + AttemptsText(attempts), attempts, InnerException);

    /// <summary>What a message says about several attempts; nothing about one.</summary>
    internal static string AttemptsText(int attempts) =>
        attempts > 1 ? string.Create(CultureInfo.InvariantCulture, $" [after {attempts} attempts]") : "";

    /// <summary>Whether this exception shows this key, because the service, or a stream of the user's, echoed it.</summary>
    internal bool Holds(string key) =>
        Secrets.Shows(Message, key) || Secrets.Shows(ErrorCode.Value, key) || Secrets.Shows(RequestId, key) || Secrets.Shows(RuleName, key) ||
        Secrets.Shows(InnerException?.ToString(), key);

    /// <summary>This exception without <paramref name="key"/>; a copy when it was there. What lies beneath is dropped when it shows the key.</summary>
    internal RouteurException WithoutKey(string? key) =>
        key is not null && Holds(key)
            ? Copy(Secrets.Hide(Message, key), Attempts, Secrets.Shows(InnerException?.ToString(), key) ? null : InnerException, key: key)
            : this;

    /// <summary>This exception with another message, from which keys are removed.</summary>
    internal RouteurException WithMessage(string message) => Copy(Secrets.Hide(message), Attempts, InnerException);

    /// <summary>This exception, telling of the targets that failed before, whose attempts are counted too.</summary>
    internal RouteurException WithFailedTargets(IReadOnlyList<RouteurFailedTarget> targets, int attempts) =>
        Copy($"{WithoutAttemptsText()}{AttemptsText(attempts)} Before that: {string.Join("; ", targets)}.", attempts, InnerException, targets);

    private string WithoutAttemptsText() =>
        AttemptsText(Attempts) is { Length: > 0 } text && Message.EndsWith(text, StringComparison.Ordinal) ? Message[..^text.Length] : Message;

    private static string? Clean(string? text, string? key) => text is null || key is null ? text : Secrets.Hide(text, key);

    private RouteurException Copy(string message, int attempts, Exception? innerException, IReadOnlyList<RouteurFailedTarget>? failedTargets = null, string? key = null) =>
        new(Clean(ErrorCode.Value, key) is { } code && code != ErrorCode.Value ? new(code) : ErrorCode, message, GetRawResponse(), innerException)
        {
            RuleName = Clean(RuleName, key),
            RequestId = Clean(RequestId, key),
            RetryAfter = RetryAfter,
            IsTransient = IsTransient,
            RequestWasSent = RequestWasSent,
            IsFinal = IsFinal,
            Attempts = attempts,
            FailedTargets = failedTargets ?? FailedTargets,
            ToldStatus = Status,
        };
}
