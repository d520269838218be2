namespace Routeur.AI.Soak.Traffic;

/// <summary>A call ended well, with an answer that is not the one it had to have.</summary>
internal sealed class WrongAnswerException(string message) : Exception(message)
{
    /// <exception cref="WrongAnswerException">The two differ.</exception>
    public static void ThrowUnlessEqual(string? expected, string? actual, string what)
    {
        if (!string.Equals(expected, actual, StringComparison.Ordinal))
        {
            throw new WrongAnswerException($"{what} is \"{actual}\" and should be \"{expected}\"");
        }
    }

    /// <exception cref="WrongAnswerException">A condition does not hold.</exception>
    public static void ThrowUnless(bool condition, string problem)
    {
        if (!condition)
        {
            throw new WrongAnswerException(problem);
        }
    }
}
