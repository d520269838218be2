using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Routeur.AI.Budget;

/// <summary>The step behind <c>UseRouteurBudget</c>.</summary>
internal sealed class RouteurBudgetChatClient : DelegatingChatClient
{
    /// <summary>How long an answer is held back, at most, while a price is looked up; the call is in flight until then.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(10);

    private readonly RouteurBudget? _budget;
    private readonly decimal _reservation;
    private readonly CostEstimator _costs;
    private readonly RecentIds _seen = new();
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly bool _takesScopes;
    private readonly bool _isBeforeToolLoop;

    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="InvalidOperationException">The budget is in the chain already.</exception>
    public RouteurBudgetChatClient(IChatClient innerClient, RouteurBudgetOptions options, TimeProvider timeProvider, ILogger logger)
        : base(innerClient)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.ReservationUsd);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.ReservationUsd, Charge.MaxUsd);
        _budget = options.Budget;
        _reservation = options.ReservationUsd;
        _timeProvider = timeProvider;
        _logger = logger;

        RouteurClient? routeur = innerClient.GetService<RouteurClient>();
        _costs = new CostEstimator(options, new ModelPrices(routeur is null ? null : model => routeur.Models.GetAsync(model)), () => routeur?.Settings.ApiKey);
        if (innerClient.GetService<RouteurChatClient>() is { } chat)
        {
            chat.HasBudgetStep = true;
        }

        _isBeforeToolLoop = innerClient.GetService<FunctionInvokingChatClient>() is not null;

        RouteurBudgetChatClient? behind = innerClient.GetService<RouteurBudgetChatClient>();
        _takesScopes = behind is null;
        for (; behind is not null; behind = behind.InnerClient.GetService<RouteurBudgetChatClient>())
        {
            if (_budget is not null && ReferenceEquals(behind._budget, _budget))
            {
                throw new InvalidOperationException("The chain has this budget already; every call would count in it twice. Give each step a budget of its own.");
            }
        }
    }

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<RouteurBudget> budgets = Budgets();
        if (budgets.Count == 0)
        {
            return await base.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        }

        messages = Once(messages);
        var receipt = new CallReceipt(TokenGuess.Bytes(messages, options), options);
        cancellationToken.ThrowIfCancellationRequested();
        BudgetedCall call = BudgetedCall.Start(budgets, _reservation);
        try
        {
            ChatResponse response = await base.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
            receipt.Add(response);
            return response;
        }
        catch (Exception e)
        {
            receipt.Fail(e, hidesRoundTrips: _isBeforeToolLoop && options?.Tools is { Count: > 0 });
            throw;
        }
        finally
        {
            await CountAsync(call, receipt, options, cancellationToken).ConfigureAwait(false);
        }
    }

    // Not an iterator: its body would run when the stream is enumerated, in whatever scope is open there.
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<RouteurBudget> budgets = Budgets();
        if (budgets.Count == 0)
        {
            return base.GetStreamingResponseAsync(messages, options, cancellationToken);
        }

        messages = Once(messages);
        long promptBytes = TokenGuess.Bytes(messages, options);
        return StreamAsync(
            base.GetStreamingResponseAsync(messages, options, cancellationToken), budgets, promptBytes, options, cancellationToken);
    }

    public override object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is null && serviceType == typeof(RouteurBudget) && _budget is not null ? _budget : base.GetService(serviceType, serviceKey);
    }

    private async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        IAsyncEnumerable<ChatResponseUpdate> updates,
        IReadOnlyList<RouteurBudget> budgets,
        long promptBytes,
        ChatOptions? options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var receipt = new CallReceipt(promptBytes, options);
        cancellationToken.ThrowIfCancellationRequested();
        BudgetedCall call = BudgetedCall.Start(budgets, _reservation);
        bool isOver = false;
        try
        {
            IAsyncEnumerator<ChatResponseUpdate> enumerator = updates.GetAsyncEnumerator(cancellationToken);
            await using (enumerator.ConfigureAwait(false))
            {
                while (true)
                {
                    try
                    {
                        if (!await enumerator.MoveNextAsync().ConfigureAwait(false))
                        {
                            isOver = true;
                            receipt.Complete();
                            break;
                        }
                    }
                    catch (Exception e)
                    {
                        isOver = true;
                        receipt.Fail(e, hidesRoundTrips: false);
                        throw;
                    }

                    receipt.Add(enumerator.Current);
                    yield return enumerator.Current;
                }
            }
        }
        finally
        {
            if (!isOver)
            {
                receipt.Abandon();
            }

            await CountAsync(call, receipt, options, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task CountAsync(BudgetedCall call, CallReceipt receipt, ChatOptions? options, CancellationToken cancellationToken)
    {
        Task counted = CountAsync(call, receipt, options);
        if (receipt.RoundTrips.All(static trip => trip.Failure is null))
        {
            // A failure or an abandoned stream is never held back; it is counted meanwhile.
            await counted.WaitAsync(MaxWait, _timeProvider, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task CountAsync(BudgetedCall call, CallReceipt receipt, ChatOptions? options)
    {
        var charges = new List<Charge>();
        foreach (RoundTrip trip in receipt.RoundTrips)
        {
            charges.Add(await _costs.ChargeAsync(trip, () => AskedModel(options)).ConfigureAwait(false));
        }

        // Before anything is logged: a logger that throws must not leave the call in flight.
        call.Count(charges, _seen);
        foreach (string problem in charges.Select(static charge => charge.Problem).OfType<string>())
        {
            BudgetLog.CostUnknown(_logger, problem);
        }
    }

    private IReadOnlyList<RouteurBudget> Budgets()
    {
        IReadOnlyList<RouteurBudget> scopes = _takesScopes && RouteurBudget.Current is { } chain ? chain.Budgets : [];
        return
            _budget is null || scopes.Contains(_budget) ? scopes :
            [_budget, .. scopes];
    }

    private string? AskedModel(ChatOptions? options)
    {
        try
        {
            return this.GetService<RouteurChatClient>()?.ExplainRouting(options) is { } decision ? decision.ForcedModel ?? decision.Model : options?.ModelId;
        }
        catch (Exception)
        {
            // Options that cannot be sent, or a factory of the app's that fails: the call itself has told.
            return options?.ModelId;
        }
    }

    // The step reads the messages too, and a sequence may be good for one pass.
    private static IReadOnlyCollection<ChatMessage> Once(IEnumerable<ChatMessage> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return messages as IReadOnlyCollection<ChatMessage> ?? [.. messages];
    }
}
