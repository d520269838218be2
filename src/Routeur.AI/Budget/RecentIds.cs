namespace Routeur.AI.Budget;

/// <summary>The request ids that were seen last. Not thread-safe: used under <see cref="RouteurBudget.Gate"/>.</summary>
internal sealed class RecentIds
{
    /// <summary>How many are remembered: a cached answer that is older than so many calls counts again.</summary>
    public const int Capacity = 4096;

    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>Remembers an id; false when it was known already.</summary>
    public bool Add(string id)
    {
        if (!_ids.Add(id))
        {
            return false;
        }

        _order.Enqueue(id);
        if (_order.Count > Capacity)
        {
            _ids.Remove(_order.Dequeue());
        }

        return true;
    }
}
