using Microsoft.Extensions.AI;

namespace Routeur.AI;

/// <summary>How the step <c>UseRouteurBudget</c> holds calls to their budgets. Read once, when the chain is built.</summary>
public sealed class RouteurBudgetOptions
{
    /// <summary>
    /// The budget of every call through this step; give the same one to several clients to share it. Default: null, then only the ambient
    /// scopes (<see cref="RouteurBudget.BeginScope(decimal)"/>) hold.
    /// </summary>
    public RouteurBudget? Budget { get; set; }

    /// <summary>
    /// What each call reserves while it is in flight, in US dollars, in every budget that it is held to. No cap is passed as long as no call
    /// costs more than this. Default: 0; then the calls that are in flight when a cap is reached still run to their end. Range: 0 to 1,000,000,000.
    /// </summary>
    /// <remarks>
    /// Set it for batches: calls that wait for room under the key's limits (<see cref="RouteurOptions.RespectRateLimits"/>) are in flight
    /// already, so thousands of calls that are made at once all start below the cap. It is also what a call counts for when its cost is
    /// unknown and cannot be estimated.
    /// </remarks>
    public decimal ReservationUsd { get; set; }

    /// <summary>
    /// Estimates the cost in US dollars of a call whose trace has no <c>cost_usd</c>. Default: null, then the prices of
    /// <see cref="RouteurClient.Models"/> are used, looked up once per model and kept.
    /// </summary>
    /// <remarks>
    /// <para>It gets the trace, if there is one, and the usage: as the answer or the trace told it, and what is missing guessed from the texts at
    /// three UTF-8 bytes to the token and 1,000 tokens for an image, sound or file. Where nothing of an answer arrived that may have been
    /// generated (a moderation block, a time-out, a cancelled call) the completion counts with <see cref="ChatOptions.MaxOutputTokens"/>, else 1,000 tokens. Null,
    /// a negative number or an exception says that it does not know either, and the looked-up price is tried.</para>
    /// <para>It may be called by several threads at once.</para>
    /// </remarks>
    public Func<RouteurTrace?, UsageDetails, decimal?>? EstimateUsd { get; set; }

    /// <summary>
    /// Estimates nothing: the first call whose cost the service does not tell makes its budgets refuse all later ones, for ever or until it has
    /// left the window. That includes calls that were cancelled or timed out, and streams that were left before their trace came. Default: false; then that happens only when there is no usable estimate and no <see cref="ReservationUsd"/>.
    /// </summary>
    public bool FailClosed { get; set; }
}
