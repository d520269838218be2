namespace Routeur.AI.Budget;

/// <summary>A call that was let through: it is in flight in each of its budgets until it is counted.</summary>
internal sealed class BudgetedCall
{
    private readonly IReadOnlyList<RouteurBudget> _budgets;
    private readonly decimal _reservation;

    private BudgetedCall(IReadOnlyList<RouteurBudget> budgets, decimal reservation)
    {
        _budgets = budgets;
        _reservation = reservation;
    }

    /// <exception cref="RouteurException">One of the budgets has no room; the call counts in none.</exception>
    public static BudgetedCall Start(IReadOnlyList<RouteurBudget> budgets, decimal reservation)
    {
        lock (RouteurBudget.Gate)
        {
            foreach (RouteurBudget budget in budgets)
            {
                if (budget.Refusal(reservation) is { } refusal)
                {
                    throw refusal;
                }
            }

            foreach (RouteurBudget budget in budgets)
            {
                budget.Enter(reservation);
            }
        }

        return new BudgetedCall(budgets, reservation);
    }

    /// <summary>Ends the call; once.</summary>
    /// <param name="charges">What its round trips count for.</param>
    /// <param name="seen">
    /// What the step has counted, under whatever budgets: an answer from a cache costs a scope nothing, even if it was paid for before the scope began.
    /// </param>
    public void Count(IReadOnlyList<Charge> charges, RecentIds seen)
    {
        lock (RouteurBudget.Gate)
        {
            foreach (RouteurBudget budget in _budgets)
            {
                budget.Leave(_reservation);
            }

            foreach (Charge charge in charges)
            {
                if (charge.RequestId is { } id && !seen.Add(id))
                {
                    continue;
                }

                foreach (RouteurBudget budget in _budgets)
                {
                    budget.Count(charge);
                }
            }
        }
    }
}
