using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using Routeur.AI.Errors;

namespace Routeur.AI.Budget;

/// <summary>Says what a round trip counts for: what the service says, else an estimate. Thread-safe.</summary>
/// <param name="options">How costs are estimated.</param>
/// <param name="prices">The prices of models.</param>
/// <param name="key">The key in use, which answers may repeat; it must get into no message and no address.</param>
internal sealed partial class CostEstimator(RouteurBudgetOptions options, ModelPrices prices, Func<string?> key)
{
    // They come from answers, and go into messages.
    private const int MaxModelLength = 128;

    private readonly Func<RouteurTrace?, UsageDetails, decimal?>? _estimate = options.EstimateUsd;
    private readonly decimal _reservation = options.ReservationUsd;
    private readonly bool _failClosed = options.FailClosed;

    /// <summary>Never throws.</summary>
    /// <param name="trip">The round trip.</param>
    /// <param name="askedModel">The model that was asked for; called only when it matters.</param>
    public async ValueTask<Charge> ChargeAsync(RoundTrip trip, Func<string?> askedModel)
    {
        string? id = trip.RequestId;
        if (trip.Trace?.CostUsd is >= 0 and { } cost)
        {
            return Charge.Of(id, cost);
        }

        if (_failClosed)
        {
            return Charge.Unknown(id, trip.Problem(), key());
        }

        UsageDetails usage = trip.EstimateUsage();
        if (Estimate(trip.Trace, usage, out string? complaint) is { } estimate)
        {
            return Charge.Of(id, estimate);
        }

        string? secret = key();
        string[] models = [.. Models(trip, askedModel).OfType<string>().Where(name => IsModel(name, secret)).Distinct()];
        if (await prices.FindAsync(models).ConfigureAwait(false) is { } pricing)
        {
            return Charge.Of(id, Price(pricing, usage));
        }

        return _reservation > 0
            ? Charge.Of(id, _reservation)
            : Charge.Unknown(id, $"{trip.Problem()}, and there is no price for {(models.Length == 0 ? "its model" : string.Join(" or ", models))}{complaint}", secret);
    }

    private decimal? Estimate(RouteurTrace? trace, UsageDetails usage, out string? complaint)
    {
        complaint = null;
        try
        {
            return _estimate?.Invoke(trace, usage) is >= 0 and { } usd ? usd : null;
        }
        catch (Exception e)
        {
            // The answer is there and paid for: a mistake in the app's delegate must not take it away.
            complaint = $" ({nameof(RouteurBudgetOptions.EstimateUsd)} threw {e.GetType().Name})";
            return null;
        }
    }

    private static IEnumerable<string?> Models(RoundTrip trip, Func<string?> askedModel)
    {
        // The answer's own name may be a dated snapshot, which the models endpoint need not know [/guides/request-lifecycle].
        yield return trip.Trace?.Model;
        yield return trip.ModelId;
        yield return trip.ModelId is null ? null : Date().Replace(trip.ModelId, "");
        yield return askedModel();
    }

    private static bool IsModel(string name, string? key) =>
        !string.IsNullOrWhiteSpace(name) && name.Length <= MaxModelLength && Secrets.Hide(name, key) == name;

    private static decimal Price(ModelPricing pricing, UsageDetails usage)
    {
        try
        {
            return ((pricing.Prompt!.Value * Math.Max(0, usage.InputTokenCount ?? 0)) +
                (pricing.Completion!.Value * Math.Max(0, usage.OutputTokenCount ?? 0))) / 1_000_000m;
        }
        catch (OverflowException)
        {
            return Charge.MaxUsd;
        }
    }

    [GeneratedRegex(@"-[0-9]{4}-[0-9]{2}-[0-9]{2}\z")]
    private static partial Regex Date();
}
