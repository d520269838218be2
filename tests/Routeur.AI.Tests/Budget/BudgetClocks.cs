namespace Routeur.AI.Tests.Budget;

/// <summary>Waits for what a budget counts in the background.</summary>
internal static class BudgetClocks
{
    /// <summary>Completes when every call has been counted; the runner stops a test that hangs.</summary>
    public static async Task NothingInFlightAsync(RouteurBudget budget)
    {
        while (budget.InFlight > 0)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
