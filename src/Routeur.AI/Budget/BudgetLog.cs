using Microsoft.Extensions.Logging;

namespace Routeur.AI.Budget;

/// <summary>What the budget step logs.</summary>
internal static partial class BudgetLog
{
    [LoggerMessage(40, LogLevel.Warning, "The cost of a call is not known, so its budgets refuse later ones: {Problem}.")]
    public static partial void CostUnknown(ILogger logger, string problem);
}
