using Microsoft.Extensions.Logging;
using Routeur.AI.LocalGateway.Configuration;
using Routeur.AI.LocalGateway.Scripting;

namespace Routeur.AI.LocalGateway;

/// <summary>
/// How a <see cref="RouteurGateway"/> behaves. It is read once, when the gateway starts; environment variables, command lines and
/// configuration files that nobody loads have no influence.
/// </summary>
public sealed class RouteurLocalGatewayOptions
{
    /// <summary>The port on 127.0.0.1: 0 to 65535. 0, the default, takes a free one.</summary>
    public int Port { get; set; }

    /// <summary>The key that clients must send; it begins with <c>rtr_</c>. Null, the default, makes a random one.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The models, in the order in which the gateway prefers them. Default <see cref="GatewayModel.Defaults"/>.</summary>
    public IReadOnlyList<GatewayModel> Models { get; set; } = GatewayModel.Defaults;

    /// <summary>The routing rules that every organisation starts with. Default none.</summary>
    public IReadOnlyList<GatewayRule> Rules { get; set; } = [];

    /// <summary>The input DLP rules, in the order in which they are asked. Default none.</summary>
    public IReadOnlyList<GatewayDlpRule> DlpRules { get; set; } = [];

    /// <summary>
    /// How long a <see cref="GatewayDlpDetector.Regex"/> rule may look at one text, more than zero, on the real clock. Default one second. A
    /// rule that runs out of time counts as one that found something: <c>log</c> and <c>warn</c> record it, <c>redact</c> and <c>block</c>
    /// block the request, since nobody can say what is to be redacted.
    /// </summary>
    public TimeSpan DlpMatchTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The output moderation rules, in the order in which they are asked. Default none.</summary>
    public IReadOnlyList<GatewayModerationRule> ModerationRules { get; set; } = [];

    /// <summary>Keys beside <see cref="ApiKey"/>. Default none.</summary>
    public IReadOnlyList<GatewayApiKey> Keys { get; set; } = [];

    /// <summary>Organisations beside <c>org_local</c>, which <see cref="ApiKey"/> belongs to; or that one, disabled. Default none.</summary>
    public IReadOnlyList<GatewayOrganization> Organizations { get; set; } = [];

    /// <summary>What a revoked key gets. Default <see cref="GatewayRevokedKeyAnswer.Forbidden"/>.</summary>
    public GatewayRevokedKeyAnswer RevokedKeyAnswer { get; set; }

    /// <summary>How many traces are kept, the latest ones; at least 0. Default 1,000.</summary>
    public int MaxTraces { get; set; } = 1_000;

    /// <summary>
    /// Whether what came and went is kept with the traces, to be had from <c>payload_url</c> [/guides/traces]. It holds prompts as they came,
    /// what DLP redacted included. Default false.
    /// </summary>
    public bool StorePayloads { get; set; }

    /// <summary>How many bytes of each of an archive's four layers are kept, at least 1. Default 1 MiB.</summary>
    public int MaxPayloadLayerBytes { get; set; } = 1024 * 1024;

    /// <summary>How many bytes all archives may have together, at least 1; the oldest ones go first. Default 64 MiB.</summary>
    public long MaxPayloadBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>How long a <c>payload_url</c> works, on <see cref="TimeProvider"/>, more than zero. Default five minutes.</summary>
    public TimeSpan PayloadUrlLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How the minute of the rate limits is counted. Default <see cref="GatewayRateWindow.Fixed"/>.</summary>
    public GatewayRateWindow RateWindow { get; set; }

    /// <summary>
    /// The requests that a key may make per minute, at least 1. Default 600, as for a new key of the service [/guides/rate-limits];
    /// <see cref="int.MaxValue"/> for load tests.
    /// </summary>
    public int RequestsPerMinute { get; set; } = 600;

    /// <summary>
    /// The prompt and completion tokens that a key may use per minute, at least 1. Default 200,000, as for a new key of the service
    /// [/guides/rate-limits]; <see cref="int.MaxValue"/> for load tests.
    /// </summary>
    public int TokensPerMinute { get; set; } = 200_000;

    /// <summary>The simulated model's pause before each piece of its answer, on <see cref="TimeProvider"/>, at least zero. Default none.</summary>
    public TimeSpan ChunkDelay { get; set; }

    /// <summary>
    /// How all models deviate from OpenAI's wire format, unless <see cref="GatewayModel.Dialect"/> says otherwise. Null, the default: each as
    /// its provider does, if that is <c>gemini</c> or <c>deepseek</c>. <see cref="GatewayDialect.Plain"/> switches dialects off.
    /// </summary>
    public GatewayDialect? Dialect { get; set; }

    /// <summary>
    /// Whether a chat request for which no scripted reply is left is refused (400 <c>unscripted_request</c>, naming the request) instead of
    /// answered by the simulated model. Default false.
    /// </summary>
    public bool Strict { get; set; }

    /// <summary>The longest request body in bytes, at least 1; a longer one is answered with 413. Default 32 MiB.</summary>
    public int MaxRequestBodyBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>How many requests <see cref="RouteurGateway.Requests"/> keeps, the latest ones; at least 0. Default 1,000.</summary>
    public int MaxRecordedRequests { get; set; } = 1_000;

    /// <summary>
    /// How much memory the bodies of <see cref="RouteurGateway.Requests"/> may take, in bytes of UTF-16 text, at least 0; the oldest requests
    /// give way. Default 64 MiB.
    /// </summary>
    public long MaxRecordedBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>
    /// How long disposing waits for answers that are under way before it cuts them, at least zero. Default 5 seconds. The wait runs on the
    /// real clock; delays of the simulated model are skipped meanwhile.
    /// </summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The clock for delays, rate limits, latencies and time stamps. Default <see cref="TimeProvider.System"/>.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where Kestrel and the gateway log to. Null, the default: nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    internal IReadOnlyList<ScriptEntry> Script { get; set; } = [];

    /// <summary>Reads options from a JSON file, which is described in the package's README. What the file does not name keeps its default.</summary>
    /// <param name="file">The file's path.</param>
    /// <exception cref="GatewayConfigurationException">
    /// The file cannot be read, is no JSON, or holds something unknown or wrong; the message says where and why, in one line.
    /// </exception>
    public static RouteurLocalGatewayOptions Load(string file)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        return ConfigFile.Load(file);
    }
}
