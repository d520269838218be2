namespace Routeur.AI;

/// <summary>What a Routeur client needs to know. A plain, bindable class: the section <c>Routeur</c> of an app's configuration fits it.</summary>
/// <remarks>
/// <para>Values are checked when a client is made (and, with dependency injection, at start-up): a bad one is an
/// <see cref="ArgumentException"/> that names the setting. With dependency injection, changes of the configuration take effect on
/// the next call; an invalid change is logged and the last good settings stay in force.</para>
/// <para>Not thread-safe while it is being changed. A client takes a copy: later changes to the instance have no effect.</para>
/// </remarks>
public sealed class RouteurOptions
{
    /// <summary>The address of the service's OpenAI-compatible API, <c>https://api.routeur.ai/v1</c> [/guides/introduction].</summary>
    public static Uri DefaultEndpoint { get; } = new("https://api.routeur.ai/v1");

    /// <summary>The name of the environment variable that holds the key when <see cref="ApiKey"/> is not set: <c>ROUTEUR_KEY</c> [/guides/authentication].</summary>
    public const string ApiKeyEnvironmentVariable = "ROUTEUR_KEY";

    /// <summary>The model name that leaves the choice to the account's rules: <c>auto</c> [/sdks/curl].</summary>
    public const string AutoModel = "auto";

    /// <summary>The Routeur key (<c>rtr_…</c>). Default: the environment variable <c>ROUTEUR_KEY</c>. It is sent to <see cref="Endpoint"/> only and never logged.</summary>
    public string? ApiKey { get; set; }

    /// <summary>
    /// The base address of the API, with or without a trailing slash; its path is kept. Default: <see cref="DefaultEndpoint"/>.
    /// Must be absolute and <c>https</c>, or <c>http</c> to a loopback address (see <see cref="AllowInsecureEndpoint"/>).
    /// </summary>
    public Uri? Endpoint { get; set; }

    /// <summary>Allows plain <c>http</c> to hosts other than loopback. The key and every prompt then travel unencrypted. Default: false.</summary>
    public bool AllowInsecureEndpoint { get; set; }

    /// <summary>The model that is asked for when neither the call nor a scope says anything: <c>auto</c>, an alias, or an upstream id. Default: <c>auto</c>.</summary>
    public string Model { get; set; } = AutoModel;

    /// <summary>The provider (for example <c>openai</c>, <c>gemini</c>, <c>deepseek</c>) that is forced when neither the call nor a scope says anything. Default: none.</summary>
    public string? Provider { get; set; }

    /// <summary>Asks for the <c>routeur</c> block with every answer (<c>Routeur-Trace: true</c>), which <see cref="RouteurTrace"/> reads. Default: true.</summary>
    public bool Trace { get; set; } = true;

    /// <summary>
    /// How long opening a connection may take, TLS included. Default: 10 seconds. Range: 1 millisecond to 1 hour, or
    /// <see cref="Timeout.InfiniteTimeSpan"/>. Read once, when the client's connection pool is made; it has no effect on a transport or
    /// <see cref="HttpClient"/> of your own.
    /// </summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the first byte of a streamed answer may take, from the moment an attempt is sent. Default: 100 seconds. Range: 1 millisecond to 24 hours, or <see cref="Timeout.InfiniteTimeSpan"/>.</summary>
    public TimeSpan StreamFirstByteTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>How long a stream may stay silent once it has begun; keep-alive comments count as life. Default: 60 seconds. Range: 1 millisecond to 24 hours, or <see cref="Timeout.InfiniteTimeSpan"/>.</summary>
    public TimeSpan StreamIdleTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a whole answer that is not streamed may take, from the moment an attempt is sent. Default: 5 minutes. Range: 1 millisecond to 24 hours, or <see cref="Timeout.InfiniteTimeSpan"/>.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How often a call is repeated after 408, 429, 502, 503, 504 or a failed connection [/guides/errors]. Default: 3. Range: 0 to 10. A call that one of
    /// the key's per-minute limits refused goes back into the queue instead (<see cref="RespectRateLimits"/>), which does not count.
    /// </summary>
    public int MaxRetries { get; set; } = 3;

    /// <summary>
    /// The longest pause before a repetition, which also caps the service's <c>Retry-After</c>: when the service asks for more,
    /// the call fails at once with its error instead of waiting. Default: 60 seconds. Range: 0 to 1 hour.
    /// </summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Repeats a call whose answer timed out after the request was sent. Default: false, because the first attempt may have been
    /// billed already.
    /// </summary>
    public bool RetryTimeouts { get; set; }

    /// <summary>
    /// Where a call that neither call nor scope gave a target goes next, in this order, when its provider fails before the first token; never after a
    /// DLP or moderation block, since blocked data must not reach the next provider. Default: none. At most 10. A list in a keyed client's section
    /// replaces the inherited one.
    /// </summary>
    public IList<RouteurTarget> Fallbacks { get; set; } = [];

    /// <summary>
    /// How long a whole call may take, from the moment it is sent (a stream: enumerated) to its last byte: waiting in the queue, every attempt, the pauses between
    /// them and fallback targets included. Default: 1 hour. Range: 1 millisecond to 24 hours, or <see cref="Timeout.InfiniteTimeSpan"/>. For a
    /// call of <see cref="RouteurClient.OpenAI"/> it bounds only the queue and the pauses between attempts.
    /// </summary>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Holds calls back while the key's limits [/guides/rate-limits] leave no room, instead of sending them into a 429. The limits are learned from the
    /// answers; all clients of the process that use the same key and endpoint share one queue, first come, first served. Default: true.
    /// </summary>
    public bool RespectRateLimits { get; set; } = true;

    /// <summary>
    /// How many calls may wait for room under the limits; one more fails at once with <see cref="RouteurErrorCode.QueueFull"/>, unless a limit refused it or
    /// it moves on to its next target. Default: 10,000.
    /// Range: 0 (no other call waits) to 1,000,000.
    /// </summary>
    public int QueueLimit { get; set; } = 10_000;

    /// <summary>
    /// How long a call may wait for room under the limits, all its waits together (a fallback target begins anew); then it fails with <see cref="RouteurErrorCode.Timeout"/>, and was
    /// never sent or only refused. Default: 15 minutes. Range: 1 millisecond to 24 hours, or <see cref="Timeout.InfiniteTimeSpan"/>.
    /// </summary>
    public TimeSpan QueueTimeout { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>What went wrong while configuration was read into this instance: such options are not accepted, but reading them must not throw.</summary>
    internal Exception? LoadError { get; set; }

    internal void CopyTo(RouteurOptions other)
    {
        other.ApiKey = ApiKey;
        other.Endpoint = Endpoint;
        other.AllowInsecureEndpoint = AllowInsecureEndpoint;
        other.Model = Model;
        other.Provider = Provider;
        other.Trace = Trace;
        other.ConnectTimeout = ConnectTimeout;
        other.StreamFirstByteTimeout = StreamFirstByteTimeout;
        other.StreamIdleTimeout = StreamIdleTimeout;
        other.ResponseTimeout = ResponseTimeout;
        other.MaxRetries = MaxRetries;
        other.MaxRetryDelay = MaxRetryDelay;
        other.RetryTimeouts = RetryTimeouts;
        other.Fallbacks = [.. (Fallbacks ?? []).Select(target => target is null ? null! : new RouteurTarget(target.Provider, target.Model))];
        other.TotalTimeout = TotalTimeout;
        other.RespectRateLimits = RespectRateLimits;
        other.QueueLimit = QueueLimit;
        other.QueueTimeout = QueueTimeout;
        other.LoadError = LoadError;
    }

    /// <summary>Says which settings these are, without the key. An address that may hold a secret (user info, a query, a fragment) is left out too.</summary>
    public override string ToString()
    {
        Uri endpoint = Endpoint ?? DefaultEndpoint;
        string shown = endpoint is { IsAbsoluteUri: true, UserInfo: "", Query: "", Fragment: "" } ? endpoint.ToString() : "(invalid)";
        return $"RouteurOptions {{ Endpoint = {shown}, Model = {Model}, Provider = {Provider ?? "(none)"} }}";
    }
}
