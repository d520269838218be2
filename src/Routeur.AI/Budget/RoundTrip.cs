using Microsoft.Extensions.AI;

namespace Routeur.AI.Budget;

/// <summary>What is known about one answer of the service.</summary>
internal sealed class RoundTrip(long promptBytes)
{
    private const int MaxIdLength = 128;

    /// <summary>Its trace; of several blocks the last one with a cost.</summary>
    public RouteurTrace? Trace { get; private set; }

    /// <summary>The service's id; null when it told none, or one that is too long to be one.</summary>
    public string? RequestId => Trace?.RequestId is { Length: > 0 and <= MaxIdLength } id ? id : null;

    /// <summary>What the answer said about tokens.</summary>
    public UsageDetails? Usage { get; private set; }

    public string? ResponseId { get; set; }

    public string? ModelId { get; set; }

    /// <summary>The size of what arrived.</summary>
    public long OutputBytes { get; set; }

    /// <summary>Why the call has no complete answer; null when it has.</summary>
    public string? Failure { get; set; }

    /// <summary>Whether there may be a completion of which nothing arrived, and how long it can be.</summary>
    public long LostTokens { get; set; }

    /// <summary>Whether nothing but the answer's usage can tell its tokens.</summary>
    public bool NeedsUsage => Trace is not { CostUsd: >= 0 } and not { PromptTokens: not null, CompletionTokens: not null };

    public void Take(RouteurTrace trace) => Trace = trace.CostUsd is not null || Trace is null ? trace : Trace;

    public void Take(UsageDetails usage) => (Usage ??= new UsageDetails()).Add(usage);

    /// <summary>The tokens as they were told, and what is missing as it can be guessed.</summary>
    public UsageDetails EstimateUsage()
    {
        var usage = new UsageDetails();
        if (Usage is not null)
        {
            usage.Add(Usage);
        }

        long? total = usage.TotalTokenCount ?? Trace?.TotalTokens;
        usage.InputTokenCount ??= Trace?.PromptTokens;
        usage.OutputTokenCount ??= Trace?.CompletionTokens;
        usage.InputTokenCount ??= total - usage.OutputTokenCount;
        usage.OutputTokenCount ??= total - usage.InputTokenCount;
        usage.InputTokenCount ??= total is null ? TokenGuess.FromBytes(promptBytes) : Math.Min(total.Value, TokenGuess.FromBytes(promptBytes));
        usage.OutputTokenCount ??= total - usage.InputTokenCount ?? Math.Max(TokenGuess.FromBytes(OutputBytes), LostTokens);
        usage.TotalTokenCount = total ?? usage.InputTokenCount + usage.OutputTokenCount;
        return usage;
    }

    /// <summary>Why the cost is not known.</summary>
    public string Problem() =>
        Failure is not null ? $"a call {Failure} and may have been billed" :
        Trace is null ? "an answer came without a trace" :
        $"the trace{(RequestId is null ? "" : $" {RequestId}")} has no cost_usd";
}
