namespace Routeur.AI.Soak.Traffic;

/// <summary>The client that a call goes through.</summary>
internal enum Line
{
    /// <summary>Two quick retries, default time-outs.</summary>
    Steady,

    /// <summary>The same with time-outs of a quarter of a second, for answers that never come.</summary>
    Impatient,

    /// <summary>The same with a key of its own, for calls that are told of rate limits.</summary>
    Limited,
}
