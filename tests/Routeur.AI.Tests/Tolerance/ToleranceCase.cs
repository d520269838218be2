using System.Text;

namespace Routeur.AI.Tests.Tolerance;

/// <summary>One answer of a gateway, byte for byte, and what must come of it.</summary>
/// <param name="Name">Who answers so, and what is odd about it.</param>
/// <param name="Streamed">Whether the request asks for a stream.</param>
/// <param name="Body">The answer's bytes.</param>
internal sealed record ToleranceCase(string Name, bool Streamed, byte[] Body)
{
    /// <summary>The <c>Content-Type</c> header, verbatim; null sends none.</summary>
    public string? ContentType { get; init; } = Streamed ? "text/event-stream" : "application/json";

    public int Status { get; init; } = 200;

    public string Text { get; init; } = "";

    public string Reasoning { get; init; } = "";

    public string Refusal { get; init; } = "";

    public IReadOnlyList<ExpectedCall> Calls { get; init; } = [];

    /// <summary>The finish reason as the app sees it; null when there is none.</summary>
    public string? FinishReason { get; init; } = "stop";

    /// <summary>Null: the answer must report no usage.</summary>
    public ExpectedUsage? Usage { get; init; }

    /// <summary>Images and audio: a URL, or a data URI.</summary>
    public IReadOnlyList<string> Media { get; init; } = [];

    /// <summary>The URLs of the citations; null when they are not looked at.</summary>
    public IReadOnlyList<string>? Citations { get; init; }

    /// <summary>Top-level fields that must be kept in <c>AdditionalProperties</c>, as JSON.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether the outcome is a <see cref="RouteurException"/>.</summary>
    public bool Fails { get; init; }

    /// <summary>The exception's code; null when the documents leave it open.</summary>
    public RouteurErrorCode? ErrorCode { get; init; }

    /// <summary>What the exception's message must contain.</summary>
    public string? MessageHas { get; init; }

    /// <summary>Whether a <see cref="RouteurException"/> is as right as the answer, because the documents promise neither.</summary>
    public bool MayFail { get; init; }

    /// <summary>Whether a beginning of a failing body is a good answer, the one described here.</summary>
    public bool CutMayAnswer { get; init; }

    public static ToleranceCase Plain(string name, string body) => new(name, Streamed: false, Encoding.UTF8.GetBytes(body));

    public static ToleranceCase Stream(string name, string body) => new(name, Streamed: true, Encoding.UTF8.GetBytes(body));

    /// <summary>A plain request that the gateway refuses, with a status or with a body.</summary>
    public static ToleranceCase PlainError(string name, int status, RouteurErrorCode? code, string body) =>
        Plain(name, body) with { Status = status, Fails = true, ErrorCode = code };

    /// <summary>A stream that must end in an exception.</summary>
    public static ToleranceCase StreamError(string name, RouteurErrorCode? code, string body) =>
        Stream(name, body) with { Fails = true, ErrorCode = code };

    /// <summary>The same with a byte that is not UTF-8 in the place of each <c>¿</c>.</summary>
    public ToleranceCase WithByte(byte wrong)
    {
        string latin1 = Encoding.Latin1.GetString(Body);
        return this with { Body = Encoding.Latin1.GetBytes(latin1.Replace("\u00C2\u00BF", $"{(char)wrong}", StringComparison.Ordinal)) };
    }

    public override string ToString() => Name;
}
