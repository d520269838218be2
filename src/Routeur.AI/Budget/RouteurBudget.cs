using System.Diagnostics;
using System.Globalization;
using Routeur.AI.Budget;

namespace Routeur.AI;

/// <summary>
/// An amount of money that calls may cost: for ever, or in every stretch of time of a given length. The step
/// <see cref="RouteurBudgetChatClientBuilderExtensions.UseRouteurBudget(Microsoft.Extensions.AI.ChatClientBuilder, RouteurBudget)"/> holds
/// calls to it, for one client or for several that share it.
/// </summary>
/// <remarks>
/// <para>A call starts only while <see cref="SpentUsd"/> + <see cref="ReservedUsd"/> is below <see cref="CapUsd"/>, and, when calls reserve
/// (<see cref="RouteurBudgetOptions.ReservationUsd"/>), its own reservation still fits under the cap. So the cap can be passed only by what is
/// in flight at that moment, and not at all when no call costs more than it reserved. A call is in flight until its cost is counted.
/// Checking and starting are one step for all budgets of a call together: it starts under every one of them, or counts in none.</para>
/// <para>A refused call is a <see cref="RouteurException"/> with <see cref="RouteurErrorCode.BudgetExceeded"/> and is not sent.</para>
/// <para>The state lives in this object, in this process. Thread-safe.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class RouteurBudget
{
    private static readonly TimeSpan MinWindow = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxWindow = TimeSpan.FromDays(366);
    private static readonly AsyncLocal<BudgetChain?> Ambient = new();

    private readonly RecentIds _counted = new();
    private readonly SpentMoney _spent;
    private decimal _reserved;
    private int _inFlight;
    private string? _problem;

    /// <summary>Makes a budget of which nothing is spent.</summary>
    /// <param name="capUsd">The cap in US dollars. Range: 0, which refuses every call, to 1,000,000,000.</param>
    /// <param name="window">
    /// The length of the sliding window: what was spent longer ago does not count. An amount leaves between one window and one window and a
    /// sixtieth after it was counted. Range: 1 second to 366 days. Null (the default): nothing is ever forgotten.
    /// </param>
    /// <param name="timeProvider">The clock of the window. Default: <see cref="TimeProvider.System"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capUsd"/> or <paramref name="window"/> is out of range.</exception>
    public RouteurBudget(decimal capUsd, TimeSpan? window = null, TimeProvider? timeProvider = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capUsd);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capUsd, Charge.MaxUsd);
        if (window is { } length)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(length, MinWindow, nameof(window));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(length, MaxWindow, nameof(window));
        }

        CapUsd = capUsd;
        Window = window;
        _spent = new SpentMoney(window, timeProvider ?? TimeProvider.System);
    }

    /// <summary>What messages call the budget. Default: null; they then tell it by its cap.</summary>
    public string? Name { get; init; }

    /// <summary>The cap in US dollars.</summary>
    public decimal CapUsd { get; }

    /// <summary>The length of the sliding window; null when nothing is ever forgotten.</summary>
    public TimeSpan? Window { get; }

    /// <summary>What the calls that have ended cost, in US dollars; with a <see cref="Window"/>, those within it.</summary>
    public decimal SpentUsd => Read(static budget => budget._spent.Usd);

    /// <summary>What the calls in flight reserve, in US dollars; 0 unless <see cref="RouteurBudgetOptions.ReservationUsd"/> is set.</summary>
    public decimal ReservedUsd => Read(static budget => budget._reserved);

    /// <summary>How many calls have started and are not counted yet.</summary>
    public int InFlight => Read(static budget => budget._inFlight);

    /// <summary>
    /// How many of the ended calls have a cost that is neither known nor estimated; with a <see cref="Window"/>, those within it. While it is
    /// not 0, the budget refuses calls: it cannot tell what is left.
    /// </summary>
    public int UnknownCosts => Read(static budget => budget._spent.Unknown);

    /// <summary>What is left below the cap after what is spent and reserved, in US dollars; never negative.</summary>
    public decimal RemainingUsd => Read(static budget => Math.Max(0, budget.CapUsd - budget._spent.Usd - budget._reserved));

    /// <summary>Guards every budget: a call starts under all of its budgets or under none. What is done under it is short.</summary>
    internal static object Gate { get; } = new();

    internal static BudgetChain? Current => Ambient.Value;

    /// <summary>Opens an ambient budget of its own for a block of code: <c>using (RouteurBudget.BeginScope(0.50m)) { … }</c>.</summary>
    /// <param name="capUsd">The cap in US dollars, from 0 to 1,000,000,000.</param>
    /// <returns>What closes the scope, and tells the budget.</returns>
    /// <remarks>
    /// <para>It holds for calls through clients that have the step <c>UseRouteurBudget</c>, with or without a budget of their own, and for no
    /// others: a <see cref="RouteurChatClient"/> on which no chain with the step was ever built logs a warning, once. Scopes nest: a call must fit into every one that is open.</para>
    /// <para>A scope follows <c>await</c>, and tasks that are started inside the block; it never reaches the code around it. A stream belongs
    /// to the scopes that were open when it was asked for. Closing acts on the current flow of execution; calls that still run are counted
    /// when they end.</para>
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capUsd"/> is out of range.</exception>
    public static RouteurBudgetScope BeginScope(decimal capUsd) => BeginScope(new RouteurBudget(capUsd));

    /// <summary>Opens a scope whose calls are held to an existing budget, for example that of the current user.</summary>
    /// <param name="budget">The budget; any number of scopes and clients may share it.</param>
    /// <inheritdoc cref="BeginScope(decimal)"/>
    /// <exception cref="ArgumentNullException"><paramref name="budget"/> is null.</exception>
    public static RouteurBudgetScope BeginScope(RouteurBudget budget)
    {
        ArgumentNullException.ThrowIfNull(budget);
        var scope = new RouteurBudgetScope(budget);
        Ambient.Value = new BudgetChain(scope, Ambient.Value);
        return scope;
    }

    /// <summary>Cap, spent and in flight in one line.</summary>
    public override string ToString()
    {
        lock (Gate)
        {
            _spent.Forget();
            return Describe();
        }
    }

    internal static void End(RouteurBudgetScope scope) => Ambient.Value = Ambient.Value?.Without(scope);

    /// <summary>Why a call cannot start now; null when it can. Under <see cref="Gate"/>.</summary>
    internal RouteurException? Refusal(decimal reservation)
    {
        _spent.Forget();
        if (_spent.Unknown == 0 && HasRoom(_spent.Usd + _reserved, reservation))
        {
            return null;
        }

        string why =
            _spent.Unknown > 0 ? $" refuses calls, because the cost of an earlier one is not known: {_problem}" :
            reservation > 0 ? $" has no room for a call that reserves {Usd(reservation)} USD" :
            " is used up";
        TimeSpan? wait = _spent.Until(spent => HasRoom(spent, reservation));
        string later = wait is { } time ? $" There is room again in about {TimeSpan.FromSeconds(Math.Ceiling(time.TotalSeconds)).ToString("c", CultureInfo.InvariantCulture)}." : "";
        return new RouteurException(RouteurErrorCode.BudgetExceeded, $"{Title}{why}: {Describe()}. The call was not sent.{later}") { RetryAfter = wait };
    }

    /// <summary>Under <see cref="Gate"/>, after <see cref="Refusal"/> said null.</summary>
    internal void Enter(decimal reservation)
    {
        _reserved += reservation;
        _inFlight++;
    }

    /// <summary>Under <see cref="Gate"/>.</summary>
    internal void Leave(decimal reservation)
    {
        _reserved -= reservation;
        _inFlight--;
    }

    /// <summary>Counts a round trip, unless it was counted already. Under <see cref="Gate"/>.</summary>
    internal void Count(Charge charge)
    {
        if (charge.RequestId is { } id && !_counted.Add(id))
        {
            return;
        }

        _spent.Forget();
        _spent.Add(charge.Usd);
        _problem = charge.Problem ?? _problem;
    }

    private string Title => Name is null ? $"The budget of {Usd(CapUsd)} USD" : $"The budget \"{Name}\"";

    private bool HasRoom(decimal committed, decimal reservation) => committed < CapUsd && committed + reservation <= CapUsd;

    private string Describe() =>
        $"{Usd(_spent.Usd)} of {Usd(CapUsd)} USD spent" +
        (Window is { } window ? $" in the last {window.ToString("c", CultureInfo.InvariantCulture)}" : "") +
        string.Create(CultureInfo.InvariantCulture, $", {_inFlight} in flight") +
        (_reserved > 0 ? $" with {Usd(_reserved)} USD reserved" : "");

    private T Read<T>(Func<RouteurBudget, T> value)
    {
        lock (Gate)
        {
            _spent.Forget();
            return value(this);
        }
    }

    private static string Usd(decimal amount) => amount.ToString("0.############", CultureInfo.InvariantCulture);
}
