using System.Globalization;

namespace Routeur.AI.ChaosTests.Faults;

/// <summary>What a caller gets: the right answer, or exactly one error.</summary>
internal sealed record Expected
{
    /// <summary>How often the tests' clients repeat; enough to see whether a fault is repeated.</summary>
    public const int MaxRetries = 1;

    private Expected(string text) => Text = text;

    /// <summary>The right answer, complete, at the first attempt.</summary>
    public static Expected Answer { get; } = new("the answer") { Attempts = 1 };

    /// <summary>No answer began: repeated.</summary>
    public static Expected NoConnection { get; } = new("`connection_failed`, repeated")
    {
        Error = RouteurErrorCode.ConnectionFailed,
        IsTransient = true,
        Attempts = 1 + MaxRetries,
    };

    /// <summary>The server is not the one it says it is, or cannot agree on how to talk: not repeated.</summary>
    public static Expected Untrusted { get; } = new("`connection_failed`, not transient") { Error = RouteurErrorCode.ConnectionFailed, Attempts = 1 };

    /// <summary>No connection in time: repeated.</summary>
    public static Expected ConnectTimeout { get; } = new("`timeout` (`ConnectTimeout`), repeated")
    {
        Error = RouteurErrorCode.Timeout,
        IsTransient = true,
        Attempts = 1 + MaxRetries,
        Says = nameof(RouteurOptions.ConnectTimeout),
    };

    /// <summary>An answer that began, and broke off.</summary>
    public static Expected Interrupted { get; } = new("`stream_interrupted`")
    {
        Error = RouteurErrorCode.StreamInterrupted,
        Status = 200,
        IsTransient = true,
        Attempts = 1,
    };

    /// <summary>What came is no HTTP.</summary>
    public static Expected NotHttp { get; } = new("`invalid_response`, status 0") { Error = RouteurErrorCode.InvalidResponse, Attempts = 1 };

    public RouteurErrorCode? Error { get; private init; }

    public int Status { get; private init; }

    public bool IsTransient { get; private init; }

    /// <summary>How many attempts there are, and how many the error counts.</summary>
    public int Attempts { get; private init; }

    /// <summary>What the message says, among other things.</summary>
    public string? Says { get; private init; }

    /// <summary>The words of docs/faults.md.</summary>
    public string Text { get; }

    /// <summary>What came is HTTP, and no answer.</summary>
    public static Expected NoAnswer(int status = 200) => new(status == 200 ? "`invalid_response`" : $"`invalid_response`, status {status}")
    {
        Error = RouteurErrorCode.InvalidResponse,
        Status = status,
        Attempts = 1,
    };

    /// <summary>An error that the service reports.</summary>
    public static Expected Reported(RouteurErrorCode code, int status, bool repeated) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{(code == RouteurErrorCode.Unknown ? "no code" : $"`{code}`")}, status {status}{(repeated ? ", repeated" : "")}"))
        {
            Error = code,
            Status = status,
            IsTransient = true,
            Attempts = repeated ? 1 + MaxRetries : 1,
        };

    /// <summary>One of the call's own time-outs; not repeated unless asked.</summary>
    public static Expected Timeout(string option) => new($"`timeout` (`{option}`)")
    {
        Error = RouteurErrorCode.Timeout,
        IsTransient = true,
        Attempts = 1,
        Says = nameof(RouteurOptions) + "." + option,
    };

    /// <summary>The same, and the message helps.</summary>
    public Expected Saying(string words) => this with { Says = words };
}
