using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using OpenAI;
using Routeur.AI.Pipeline;
using Routeur.AI.Resilience;
using Routeur.AI.Routing;
using Routeur.AI.Wire;

namespace Routeur.AI;

/// <summary>An <see cref="IChatClient"/> that talks to routeur.ai.</summary>
/// <remarks>
/// <para>Thread-safe; make one and keep it. Options that are passed to calls are never changed.</para>
/// <para>Every failure is a <see cref="RouteurException"/>, except the caller's own cancellation (<see cref="OperationCanceledException"/>),
/// arguments that cannot be sent (<see cref="ArgumentException"/>, <see cref="NotSupportedException"/>), which are found before anything is sent,
/// and what handlers and policies of your own throw by mistake.</para>
/// <para>Where a call goes is decided by the call, then the ambient scope (<see cref="RouteurRouting"/>), then <see cref="RouteurOptions"/>;
/// <see cref="ExplainRouting"/> tells.</para>
/// </remarks>
public sealed class RouteurChatClient : IChatClient
{
    private const string ProviderName = "routeur";

    private readonly RouteurClient _client;
    private readonly bool _ownsClient;
    private bool _disposed;
    private int _scopeLossLogged;
    private int _budgetLossLogged;

    /// <summary>Makes a chat client with a connection of its own, which it disposes.</summary>
    /// <param name="options">The settings; they are copied. Default: the key from <c>ROUTEUR_KEY</c>, model <c>auto</c>, and every other default of <see cref="RouteurOptions"/>.</param>
    /// <param name="configure">Changes a fresh instance of the SDK's options: transport, proxy, logging, policies (see <see cref="RouteurClient"/>).</param>
    /// <param name="loggerFactory">Where this library logs; nothing is logged without one.</param>
    /// <exception cref="ArgumentException">A setting is missing or out of range; the message names it and the way out.</exception>
    public RouteurChatClient(RouteurOptions? options = null, Action<OpenAIClientOptions>? configure = null, ILoggerFactory? loggerFactory = null)
        : this(new RouteurClient(options, configure, loggerFactory)) => _ownsClient = true;

    /// <summary>Makes a chat client on a connection that the caller owns and disposes.</summary>
    /// <param name="client">The connection.</param>
    /// <exception cref="ArgumentNullException"><paramref name="client"/> is null.</exception>
    public RouteurChatClient(RouteurClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        _client = client;
    }

    /// <summary>Whether a chain with a budget step was ever built on this client. Calls that bypass it are not noticed, nor is a step before a client of several clients.</summary>
    internal bool HasBudgetStep { get; set; }

    /// <summary>Sends the messages and returns the whole answer.</summary>
    /// <param name="messages">The conversation; enumerated once.</param>
    /// <param name="options">The call's options; <c>WithRouteur(…)</c> and <see cref="ChatOptions.ModelId"/> choose where it goes.</param>
    /// <param name="cancellationToken">Stops the call and releases the connection.</param>
    /// <returns>
    /// The answer; <c>GetRouteurTrace()</c> tells where it came from. <see cref="ChatResponse.RawRepresentation"/> is the <c>PipelineResponse</c>.
    /// </returns>
    /// <exception cref="RouteurException">The call failed; its <see cref="RouteurException.ErrorCode"/> says why.</exception>
    /// <exception cref="ArgumentException">A message or option cannot be sent.</exception>
    /// <exception cref="NotSupportedException">A content part or tool that the dialect cannot carry.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        PreparedCall call;
        try
        {
            call = Prepare(messages, options, stream: false);
            WarnOfBudgetScope();
        }
        catch (Exception e)
        {
            return Task.FromException<ChatResponse>(e);
        }

        CallDeadline deadline = _client.Pipeline.StartDeadline(call.Settings);
        return call.Next is null ? GetOnceAsync(call, deadline, cancellationToken) : GetOverTargetsAsync(call, deadline, cancellationToken);
    }

    /// <summary>Sends the messages and returns the answer as it is generated.</summary>
    /// <remarks>
    /// Routing, scope and body are fixed when this method is called; the request is sent when the result is enumerated, each time anew.
    /// A stream that breaks, or ends without saying that it is complete, is a <see cref="RouteurException"/> after what had arrived.
    /// </remarks>
    /// <param name="messages">The conversation; enumerated once, now.</param>
    /// <param name="options">The call's options; <c>WithRouteur(…)</c> and <see cref="ChatOptions.ModelId"/> choose where it goes.</param>
    /// <param name="cancellationToken">Stops the call and releases the connection.</param>
    /// <returns>The updates; the one that carries the trace answers <c>GetRouteurTrace()</c>, and so does the combined response.</returns>
    /// <exception cref="RouteurException">The call failed, before or in mid-stream.</exception>
    /// <exception cref="ArgumentException">A message or option cannot be sent.</exception>
    /// <exception cref="NotSupportedException">A content part or tool that the dialect cannot carry.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        PreparedCall call = Prepare(messages, options, stream: true);
        WarnOfBudgetScope();
        return call.Next is null
            ? StreamOnceAsync(call, deadline: null, cancellationToken)
            : FallbackChain.StreamAsync(call, _client.Pipeline.StartDeadline, StreamOnceAsync, _client.Logger, cancellationToken);
    }

    /// <summary>Says which level decides the target of a call with these options in the current scope, and why, without sending anything.</summary>
    /// <param name="options">The options of the call in question; null for none.</param>
    /// <exception cref="ArgumentException">The options hold an unknown <c>routeur_*</c> key or a value that cannot go into a header.</exception>
    public RouteurDecision ExplainRouting(ChatOptions? options = null) =>
        RoutingPrecedence.Resolve(options, RawChatOptions.From(options, this)?.Model, RouteurRouting.Current, _client.Settings);

    /// <summary>Returns the service of that type, or null.</summary>
    /// <param name="serviceType"><see cref="ChatClientMetadata"/>, <see cref="RouteurClient"/>, <see cref="OpenAIClient"/> or this client's own type.</param>
    /// <param name="serviceKey">Must be null; nothing here is keyed.</param>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null)
        {
            return null;
        }

        return
            serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata(ProviderName, _client.Settings.Endpoint, _client.Settings.Model) :
            serviceType == typeof(RouteurClient) ? _client :
            serviceType == typeof(OpenAIClient) ? _client.OpenAI :
            serviceType.IsInstanceOfType(this) ? this :
            null;
    }

    /// <summary>Disposes the connection if this client made it. Later calls throw <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        _disposed = true;
        if (_ownsClient)
        {
            _client.Dispose();
        }
    }

    internal PreparedCall Prepare(IEnumerable<ChatMessage> messages, ChatOptions? options, bool stream)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ObjectDisposedException.ThrowIf(_disposed, this);
        _client.ThrowIfDisposed(this);

        RouteurSettings settings = _client.Settings;
        RawChatOptions? raw = RawChatOptions.From(options, this);
        RouteurDecision decision = RoutingPrecedence.Resolve(options, raw?.Model, RouteurRouting.Current, settings);
        if (decision.Fallbacks.Count > 0)
        {
            messages = [.. messages];
        }

        PreparedCall call = To(decision, next: null);

        // Written now, like the first body: what the caller changes later has no effect, and what a provider's dialect cannot carry shows at once.
        PreparedCall? next = null;
        foreach (RouteurTarget target in decision.Fallbacks.Reverse())
        {
            next = To(RoutingPrecedence.MoveOn(decision, target), next) with { IsFallback = true };
        }

        Log(decision);
        return next is null ? call : call with { Next = next };

        PreparedCall To(RouteurDecision decision, PreparedCall? next)
        {
            BinaryData body = ChatRequestWriter.Write(messages, options, raw, decision, stream);
            return new PreparedCall(body, decision, settings, stream, OutputAudio.MediaType(body, options, raw), RawChatOptions.OutputCap(raw, options?.MaxOutputTokens)) { Next = next };
        }
    }

    private Task<ChatResponse> GetOverTargetsAsync(PreparedCall call, CallDeadline deadline, CancellationToken cancellationToken) =>
        FallbackChain.GetAsync(call, target => GetOnceAsync(target, deadline, cancellationToken), _client.Logger);

    private async Task<ChatResponse> GetOnceAsync(PreparedCall call, CallDeadline deadline, CancellationToken cancellationToken)
    {
        using Exchange exchange = await _client.Pipeline.SendChatAsync(call, deadline, cancellationToken).ConfigureAwait(false);
        try
        {
            ReadOnlyMemory<byte> body = await exchange.ReadBodyAsync().ConfigureAwait(false);
            ChatResponse response = ChatResponseReader.Read(body, new ChatReadContext(exchange.Response, exchange.TimeProvider, call.OutputAudioMediaType));
            exchange.Used(response.Usage);
            WarnIfOverCap(call, response.Usage);
            return response;
        }
        catch (RouteurException e)
        {
            throw exchange.ForCaller(e);
        }
    }

    /// <param name="call">The call, to one target.</param>
    /// <param name="deadline">When it has to be over. Null: each enumeration is a call of its own, whose time begins with it.</param>
    /// <param name="cancellationToken">The caller's.</param>
    private async IAsyncEnumerable<ChatResponseUpdate> StreamOnceAsync(
        PreparedCall call, CallDeadline? deadline, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        RouteurPipeline pipeline = _client.Pipeline;
        using Exchange exchange = await pipeline.SendChatAsync(call, deadline ?? pipeline.StartDeadline(call.Settings), cancellationToken).ConfigureAwait(false);
        using Stream body = exchange.OpenStream();
        var context = new ChatReadContext(exchange.Response, exchange.TimeProvider, call.OutputAudioMediaType);

        IAsyncEnumerator<ChatResponseUpdate> updates = ChatStreamReader.ReadAsync(body, context, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (updates.ConfigureAwait(false))
        {
            while (true)
            {
                try
                {
                    if (!await updates.MoveNextAsync().ConfigureAwait(false))
                    {
                        yield break;
                    }
                }
                catch (RouteurException e)
                {
                    throw exchange.ForCaller(e);
                }

                ChatResponseUpdate update = updates.Current;
                for (int i = 0; i < update.Contents.Count; i++)
                {
                    if (update.Contents[i] is UsageContent { Details: { } usage })
                    {
                        exchange.Used(usage);
                        WarnIfOverCap(call, usage);
                    }
                }

                yield return update;
            }
        }
    }

    private void Log(RouteurDecision decision)
    {
        ChatLog.Sending(_client.Logger, decision);
        if (decision.ScopeLost && Interlocked.Exchange(ref _scopeLossLogged, 1) == 0)
        {
            ChatLog.ScopeLost(_client.Logger, decision);
        }
    }

    // Not for a dry run, which costs nothing.
    private void WarnOfBudgetScope()
    {
        if (RouteurBudget.Current is not null && !HasBudgetStep && Interlocked.Exchange(ref _budgetLossLogged, 1) == 0)
        {
            ChatLog.BudgetScopeIgnored(_client.Logger);
        }
    }

    private void WarnIfOverCap(PreparedCall call, UsageDetails? usage)
    {
        if (usage?.OutputTokenCount > call.MaxOutputTokens)
        {
            ChatLog.UsageAboveCap(_client.Logger, usage.OutputTokenCount.Value, call.MaxOutputTokens.Value);
        }
    }
}
