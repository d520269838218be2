using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OpenAI;
using Routeur.AI.Errors;
using Routeur.AI.Management;
using Routeur.AI.Pipeline;
using Routeur.AI.RateLimiting;
using Routeur.AI.Resilience;
using Routeur.AI.Tracing;

namespace Routeur.AI;

/// <summary>The connection to routeur.ai: one configured pipeline that chat, and the official OpenAI client, go through.</summary>
/// <remarks>
/// Thread-safe; make one and keep it. Whoever makes it disposes it, which closes its connections; with dependency injection that is
/// the container. Disposing leaves a transport or <see cref="HttpClient"/> of your own alone.
/// </remarks>
public sealed class RouteurClient : IDisposable
{
    private readonly Func<RouteurSettings> _settings;
    private readonly HttpClient? _ownHttpClient;
    private readonly PayloadHost _payloads;
    private readonly RouteurChatClient _dryRuns;
    private readonly CancellationTokenSource _disposal = new();
    private int _disposed;

    /// <summary>Makes a client.</summary>
    /// <param name="options">The settings; they are copied. Default: the key from <c>ROUTEUR_KEY</c> and every default of <see cref="RouteurOptions"/>.</param>
    /// <param name="configure">
    /// Changes a fresh instance of the SDK's options: transport, proxy, logging, policies, an own <c>RetryPolicy</c> or <c>NetworkTimeout</c>
    /// (which then hold instead of ours). Policies that it adds run after this library's. The endpoint is <see cref="RouteurOptions.Endpoint"/>'s.
    /// </param>
    /// <param name="loggerFactory">Where this library logs; nothing is logged without one. Neither keys nor prompts are ever logged.</param>
    /// <exception cref="ArgumentException">A setting is missing or out of range; the message names it and the way out.</exception>
    public RouteurClient(RouteurOptions? options = null, Action<OpenAIClientOptions>? configure = null, ILoggerFactory? loggerFactory = null)
        : this(FixedSettings(options ?? new RouteurOptions()), configure, loggerFactory, httpClient: null, TimeProvider.System)
    {
    }

    /// <param name="settings">The settings in force now; asked once per call.</param>
    /// <param name="configure">Changes the SDK's options after ours are set.</param>
    /// <param name="loggerFactory">Where to log.</param>
    /// <param name="httpClient">Sends the requests; not disposed. Null makes an own connection pool.</param>
    /// <param name="timeProvider">The clock of time-outs and retries.</param>
    /// <param name="payloadHandler">Fetches payload archives. Null makes an own connection pool, when the first one is fetched.</param>
    /// <param name="gates">The queues of keys. Null: those that all clients of the process share.</param>
    internal RouteurClient(
        Func<RouteurSettings> settings,
        Action<OpenAIClientOptions>? configure,
        ILoggerFactory? loggerFactory,
        HttpClient? httpClient,
        TimeProvider timeProvider,
        HttpMessageHandler? payloadHandler = null,
        RateGates? gates = null)
    {
        _settings = settings;
        Disposed = _disposal.Token;
        Logger = (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger("Routeur.AI");

        RouteurSettings first = settings();
        var options = new OpenAIClientOptions
        {
            Endpoint = first.Endpoint,
            UserAgentApplicationId = UserAgent.ApplicationId,
        };

        // The order is the design: errors see everything, the decision's headers are written once per call, attempts are timed and counted.
        options.AddPolicy(new ErrorsPolicy(timeProvider), PipelinePosition.PerCall);
        options.AddPolicy(new SettingsPolicy(settings, first.Endpoint, timeProvider), PipelinePosition.PerCall);
        options.AddPolicy(new RouteurHeadersPolicy(() => settings().Trace), PipelinePosition.PerCall);
        options.AddPolicy(new RateLimitPolicy(gates ?? RateGates.Shared, timeProvider, Logger, Disposed), PipelinePosition.PerTry);
        options.AddPolicy(new AttemptPolicy(timeProvider, RouteurSettings.EndpointSetting, Disposed), PipelinePosition.PerTry);

        configure?.Invoke(options);
        if (options.Endpoint != first.Endpoint)
        {
            throw new ArgumentException($"The endpoint cannot be changed here; set {nameof(RouteurOptions)}.{nameof(RouteurOptions.Endpoint)}.", nameof(configure));
        }

        options.RetryPolicy ??= new RouteurRetryPolicy(settings, timeProvider, Logger, clientDisposed: Disposed);
        options.NetworkTimeout ??= first.ResponseTimeout;
        options.Transport ??= new HttpClientPipelineTransport(httpClient ?? (_ownHttpClient = RouteurHttp.CreateClient(first)));

#pragma warning disable OPENAI001 // The constructor that takes a policy is the only way to change the key while the client lives.
        OpenAI = new OpenAIClient(new RouteurAuthenticationPolicy(settings), options);
#pragma warning restore OPENAI001
        Pipeline = new RouteurPipeline(OpenAI.Pipeline, timeProvider, Disposed);

        var calls = new ManagementCalls(this);
        _payloads = new PayloadHost(this, timeProvider, payloadHandler);
        _dryRuns = new RouteurChatClient(this);
        Models = new RouteurModelsClient(calls);
        Routes = new RouteurRoutesClient(calls);
        Traces = new RouteurTracesClient(calls, _payloads);
        ApiKeys = new RouteurApiKeysClient(calls);
    }

    /// <summary>
    /// The official OpenAI client on this connection: key, endpoint, retries and typed errors (<see cref="RouteurException"/>) hold for it too,
    /// and its chat completions carry the ambient scope (<see cref="RouteurRouting"/>) and the trace flag. Never the client's default
    /// provider: the model was named in <c>GetChatClient(…)</c>.
    /// </summary>
    /// <remarks>
    /// <c>ErrorOptions = NoThrow</c> has no effect on it. What goes wrong inside a stream after its headers is the SDK's to report, as it
    /// does for any server: a broken stream is an <see cref="IOException"/>, a stream that ends early is not noticed.
    /// </remarks>
    public OpenAIClient OpenAI { get; }

    /// <summary>The models that the account can use.</summary>
    public RouteurModelsClient Models { get; }

    /// <summary>The account's routing rules.</summary>
    public RouteurRoutesClient Routes { get; }

    /// <summary>The records of past calls, and their payload archives.</summary>
    public RouteurTracesClient Traces { get; }

    /// <summary>The account's API keys.</summary>
    public RouteurApiKeysClient ApiKeys { get; }

    internal RouteurPipeline Pipeline { get; }

    internal ILogger Logger { get; }

    /// <summary>Fires when this client is disposed.</summary>
    internal CancellationToken Disposed { get; }

    /// <summary>The settings in force now.</summary>
    internal RouteurSettings Settings => _settings();

    /// <summary>A chat client on this connection. Disposing it leaves the connection open.</summary>
    public IChatClient AsIChatClient() => new RouteurChatClient(this);

    /// <summary>Asks the service where a call would go and why, without making it: a dry run [/api-reference/chat-completions/create].</summary>
    /// <remarks>
    /// Sends what <see cref="RouteurChatClient.GetResponseAsync"/> would send for the same arguments in the same scope, body and headers, plus
    /// <c>Routeur-Dry-Run: true</c>; never as a stream. Whether a dry run is checked by DLP, writes a trace or counts against the caps is not documented.
    /// </remarks>
    /// <param name="messages">The conversation; enumerated once.</param>
    /// <param name="options">The call's options; <c>WithRouteur(…)</c> and <c>ModelId</c> choose where it goes.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The route; fields that the service left out are null.</returns>
    /// <exception cref="RouteurException">
    /// The call failed. <see cref="RouteurErrorCode.DryRunNotHonoured"/>: the answer carries a completion, so a real call was made, and perhaps
    /// billed; <see cref="RouteurErrorCode.InvalidResponse"/>: it carries neither completion nor route.
    /// </exception>
    /// <exception cref="ArgumentException">A message or option cannot be sent.</exception>
    /// <exception cref="NotSupportedException">A content part or tool that the dialect cannot carry.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    public async Task<RouteResolution> ResolveRouteAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        PreparedCall call = _dryRuns.Prepare(messages, options, stream: false);
        using Exchange exchange = await Pipeline.SendDryRunAsync(call.Body, call.Decision, call.Settings, cancellationToken).ConfigureAwait(false);
        try
        {
            ReadOnlyMemory<byte> body = await exchange.ReadBodyAsync().ConfigureAwait(false);
            return DryRunReader.Read(body.Span, call.Decision, exchange.Response, exchange.TimeProvider.GetUtcNow());
        }
        catch (RouteurException e)
        {
            throw exchange.ForCaller(e);
        }
    }

    /// <summary>
    /// Closes this client's own connections. Calls that are under way, those whose answer is being read included, and later ones throw
    /// <see cref="ObjectDisposedException"/>.
    /// </summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _disposal.Cancel();
        _disposal.Dispose();
        _ownHttpClient?.Dispose();
        _payloads.Dispose();
    }

    /// <summary>Says where it points, without the key.</summary>
    public override string ToString() => $"RouteurClient {{ {Settings} }}";

    internal void ThrowIfDisposed(object user) => ObjectDisposedException.ThrowIf(Disposed.IsCancellationRequested, user);

    private static Func<RouteurSettings> FixedSettings(RouteurOptions options)
    {
        RouteurSettings settings = RouteurSettings.Create(options);
        return () => settings;
    }
}
