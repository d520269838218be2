namespace Routeur.AI.Budget;

/// <summary>The open scopes of one flow of execution. Immutable, so that flows share it safely.</summary>
internal sealed class BudgetChain
{
    private readonly RouteurBudgetScope _scope;
    private readonly BudgetChain? _parent;

    public BudgetChain(RouteurBudgetScope scope, BudgetChain? parent)
    {
        _scope = scope;
        _parent = parent;
        Budgets = [.. new HashSet<RouteurBudget>(parent?.Budgets ?? []) { scope.Budget }];
    }

    /// <summary>The budgets of all scopes, each once.</summary>
    public IReadOnlyList<RouteurBudget> Budgets { get; }

    /// <summary>The chain without <paramref name="scope"/>; this very chain when that one is not in it.</summary>
    public BudgetChain? Without(RouteurBudgetScope scope)
    {
        if (ReferenceEquals(_scope, scope))
        {
            return _parent;
        }

        BudgetChain? parent = _parent?.Without(scope);
        return ReferenceEquals(parent, _parent) ? this : new BudgetChain(_scope, parent);
    }
}
