using System.Globalization;

namespace Routeur.AI.Wire;

/// <summary>
/// How many things one answer may hold. Sizes are bounded elsewhere, but a few bytes on the wire can be an object of hundreds of bytes here,
/// and some things are compared with each other. The numbers are far above what models and gateways send.
/// </summary>
internal static class AnswerLimits
{
    /// <summary>Tool calls of one answer; OpenAI allows 128 tools.</summary>
    public const int MaxToolCalls = 1_024;

    /// <summary>Content parts, images and the like in one array.</summary>
    public const int MaxParts = 10_000;

    /// <summary>Citations of one answer.</summary>
    public const int MaxCitations = 10_000;

    /// <summary>Fields without a place of their own in one object, and counters of one usage.</summary>
    public const int MaxFields = 1_000;

    /// <summary>Events of a stream that was not asked for, which is collected before it is returned.</summary>
    public const int MaxCollectedEvents = 1_000_000;

    // A megabyte of arguments, looked at a thousand times.
    private const long MaxLookedAtChars = 1L << 30;

    /// <param name="chars">How many characters of arguments were looked at to tell whether a tool call is complete, all looks together.</param>
    /// <exception cref="AnswerLimitException">There are more.</exception>
    public static void CheckLooks(long chars)
    {
        if (chars > MaxLookedAtChars)
        {
            throw new AnswerLimitException("The answer names a tool call over and over again in the middle of its arguments.");
        }
    }

    /// <exception cref="AnswerLimitException">There are more.</exception>
    public static void Check(int count, int limit, string what)
    {
        if (count > limit)
        {
            throw new AnswerLimitException(string.Create(CultureInfo.InvariantCulture, $"The answer holds more than {limit:N0} {what}, the most that is read."));
        }
    }
}
