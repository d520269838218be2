namespace Routeur.AI.Soak.Traffic;

/// <summary>Which call is next. The same seed gives the same calls in the same order. Safe for use by several threads.</summary>
internal sealed class TrafficSchedule(int seed, SoakClients clients)
{
    private readonly Random _random = new(seed);
    private readonly Lock _lock = new();
    private readonly TrafficKind[] _drawn = [.. TrafficTable.All.SelectMany(kind => Enumerable.Repeat(kind, kind.Weight))];
    private long _number;

    /// <summary>The next call of the mix.</summary>
    public SoakCall Next()
    {
        lock (_lock)
        {
            return new SoakCall(_drawn[_random.Next(_drawn.Length)], _number++, _random.Next(), clients);
        }
    }

    /// <summary>A call that is made outside of the mix.</summary>
    public SoakCall Next(TrafficKind kind)
    {
        lock (_lock)
        {
            return new SoakCall(kind, _number++, Dice: 0, clients);
        }
    }
}
