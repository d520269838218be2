namespace Routeur.AI.LocalGateway.Hosting;

/// <summary>An option is wrong. It leaves the gateway as an <see cref="ArgumentException"/>, or as what a configuration file has wrong.</summary>
/// <param name="option">Its place, for example <c>Rules[2].Provider</c>.</param>
/// <param name="reason">What is wrong with it: the end of a sentence that begins with the place.</param>
internal sealed class OptionException(string option, string reason) : Exception($"{option} {reason}.")
{
    public string Option { get; } = option;

    public string Reason { get; } = reason;

    /// <exception cref="OptionException">It does not hold.</exception>
    public static void Require(bool holds, string option, string reason)
    {
        if (!holds)
        {
            throw new OptionException(option, reason);
        }
    }

    /// <summary>The list's items, each with its place.</summary>
    /// <exception cref="OptionException">The list, or one of its items, is null.</exception>
    public static IEnumerable<(T Item, string Place)> Items<T>(IReadOnlyList<T>? list, string option)
    {
        Require(list is not null, option, "must not be null");
        for (int i = 0; i < list!.Count; i++)
        {
            string place = $"{option}[{i}]";
            Require(list[i] is not null, place, "must not be null");
            yield return (list[i], place);
        }
    }
}
