namespace Routeur.AI;

/// <summary>An open ambient budget; get it from <see cref="RouteurBudget.BeginScope(decimal)"/>. Thread-safe.</summary>
public sealed class RouteurBudgetScope : IDisposable
{
    internal RouteurBudgetScope(RouteurBudget budget) => Budget = budget;

    /// <summary>The budget; it stays readable when the scope is closed.</summary>
    public RouteurBudget Budget { get; }

    /// <summary>
    /// Closes the scope. Twice does no harm; when scopes are closed out of order, only the one that is disposed ends.
    /// </summary>
    public void Dispose() => RouteurBudget.End(this);
}
