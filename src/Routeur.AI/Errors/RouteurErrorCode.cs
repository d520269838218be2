namespace Routeur.AI;

/// <summary>
/// Why a call failed, as a stable, machine-readable word: one of the service's codes [/guides/errors] or one of this library's.
/// The set is open: the service may send words that have no member here. Compare with <c>==</c>; case does not matter.
/// </summary>
public readonly struct RouteurErrorCode : IEquatable<RouteurErrorCode>
{
    private readonly string? _value;

    /// <summary>Makes a code from the service's word.</summary>
    /// <param name="value">The word; null or blank gives <see cref="Unknown"/>.</param>
    public RouteurErrorCode(string? value) => _value = string.IsNullOrWhiteSpace(value) ? null : value.Trim();

    /// <summary>The service said no code that could be read.</summary>
    public static RouteurErrorCode Unknown => default;

    /// <summary>400: malformed JSON or a missing field.</summary>
    public static RouteurErrorCode InvalidRequest { get; } = new("invalid_request");

    /// <summary>401: the key is missing or unknown.</summary>
    public static RouteurErrorCode Unauthorized { get; } = new("unauthorized");

    /// <summary>401: the key was revoked, according to one page of the documentation.</summary>
    public static RouteurErrorCode InvalidApiKey { get; } = new("invalid_api_key");

    /// <summary>403: the key was revoked or its organisation is disabled.</summary>
    public static RouteurErrorCode Forbidden { get; } = new("forbidden");

    /// <summary>403: a DLP rule stopped the prompt before any provider saw it; <see cref="RouteurException.RuleName"/> names the rule.</summary>
    public static RouteurErrorCode BlockedByDlp { get; } = new("blocked_by_dlp");

    /// <summary>403: a moderation rule withheld the answer; the provider was called and its tokens are used up.</summary>
    public static RouteurErrorCode BlockedByModeration { get; } = new("blocked_by_moderation");

    /// <summary>404: unknown model or trace.</summary>
    public static RouteurErrorCode NotFound { get; } = new("not_found");

    /// <summary>429: a request or token cap of the key is exceeded; <see cref="RouteurException.RetryAfter"/> says how long to wait.</summary>
    public static RouteurErrorCode RateLimited { get; } = new("rate_limited");

    /// <summary>502 or 504: the provider failed (502) or took too long (504).</summary>
    public static RouteurErrorCode UpstreamError { get; } = new("upstream_error");

    /// <summary>502: no credential is mounted for the provider; repeating cannot help.</summary>
    public static RouteurErrorCode ProviderUnconfigured { get; } = new("provider_unconfigured");

    /// <summary>This library: no connection, or it broke before an answer began.</summary>
    public static RouteurErrorCode ConnectionFailed { get; } = new("connection_failed");

    /// <summary>This library: one of the time-outs of <see cref="RouteurOptions"/> struck; the message says which.</summary>
    public static RouteurErrorCode Timeout { get; } = new("timeout");

    /// <summary>This library: an answer broke off after it had begun, or a stream ended without a finish reason.</summary>
    public static RouteurErrorCode StreamInterrupted { get; } = new("stream_interrupted");

    /// <summary>This library: the answer could not be understood; the message holds its beginning.</summary>
    public static RouteurErrorCode InvalidResponse { get; } = new("invalid_response");

    /// <summary>This library: a dry run came back with a completion, so a real call was made and may have been billed.</summary>
    public static RouteurErrorCode DryRunNotHonoured { get; } = new("dry_run_not_honoured");

    /// <summary>This library: too many calls wait for room under the key's limits already (<see cref="RouteurOptions.QueueLimit"/>); this one was not sent.</summary>
    public static RouteurErrorCode QueueFull { get; } = new("queue_full");

    /// <summary>This library: the call would start above a budget's cap; it was not sent.</summary>
    public static RouteurErrorCode BudgetExceeded { get; } = new("budget_exceeded");

    /// <summary>The word itself, or an empty string for <see cref="Unknown"/>.</summary>
    public string Value => _value ?? "";

    /// <summary>Whether two codes are the same word.</summary>
    public static bool operator ==(RouteurErrorCode left, RouteurErrorCode right) => left.Equals(right);

    /// <summary>Whether two codes are different words.</summary>
    public static bool operator !=(RouteurErrorCode left, RouteurErrorCode right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(RouteurErrorCode other) => string.Equals(Value, other.Value, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RouteurErrorCode other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Value);

    /// <summary>The word itself.</summary>
    public override string ToString() => _value ?? "unknown";
}
