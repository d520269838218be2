using System.Globalization;

namespace Routeur.AI.Soak.Traffic;

/// <summary>What must come of a call. The senders in <c>Calls</c> check what an answer holds; this says how the call ends.</summary>
internal sealed record Expectation
{
    private const string Answered = "answer";
    private const string Stopped = "cancelled";

    private Expectation()
    {
    }

    /// <summary>The right answer.</summary>
    public static Expectation Answer { get; } = new() { MayAnswer = true };

    /// <summary>The caller's own cancellation.</summary>
    public static Expectation Cancelled { get; } = new() { MayBeCancelled = true };

    /// <summary>Whichever is first.</summary>
    public static Expectation AnswerOrCancelled { get; } = new() { MayAnswer = true, MayBeCancelled = true };

    private bool MayAnswer { get; init; }

    private bool MayBeCancelled { get; init; }

    private RouteurErrorCode? Code { get; init; }

    private int Status { get; init; }

    private int? Attempts { get; init; }

    private string? RuleName { get; init; }

    /// <summary>This typed error.</summary>
    /// <param name="code">Its code.</param>
    /// <param name="status">Its HTTP status; 0 when there is no answer.</param>
    /// <param name="attempts">How often the request must have been sent; null when that does not matter.</param>
    /// <param name="ruleName">The rule that it must name.</param>
    public static Expectation Error(RouteurErrorCode code, int status, int? attempts = null, string? ruleName = null) =>
        new() { Code = code, Status = status, Attempts = attempts, RuleName = ruleName };

    /// <summary>How a call ended, in a word for the table of outcomes.</summary>
    public static string Name(Exception? exception) => exception switch
    {
        null => Answered,
        RouteurException error => error.ErrorCode.ToString(),
        OperationCanceledException => Stopped,
        _ => exception.GetType().Name,
    };

    /// <summary>Whether a call ended as it had to.</summary>
    /// <param name="exception">What it threw; null when it answered.</param>
    public bool Admits(Exception? exception) => exception switch
    {
        null => MayAnswer,
        RouteurException error =>
            error.ErrorCode == Code && error.Status == Status && error.RuleName == RuleName && (Attempts is null || error.Attempts == Attempts),
        OperationCanceledException => MayBeCancelled,
        _ => false,
    };

    public override string ToString()
    {
        if (Code is { } code)
        {
            string attempts = Attempts is { } count ? string.Create(CultureInfo.InvariantCulture, $" after {count}") : "";
            return string.Create(CultureInfo.InvariantCulture, $"{code} {Status}{attempts}");
        }

        return MayAnswer && MayBeCancelled ? $"{Answered} or {Stopped}" : MayAnswer ? Answered : Stopped;
    }
}
