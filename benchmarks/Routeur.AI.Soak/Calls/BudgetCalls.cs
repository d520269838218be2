using Microsoft.Extensions.AI;
using Routeur.AI.Soak.Traffic;

namespace Routeur.AI.Soak.Calls;

/// <summary>Calls under a cap of money.</summary>
internal static class BudgetCalls
{
    /// <summary>Of how many calls a budget remembers the ids [docs/budget.md].</summary>
    public const int Remembered = 4096;

    // More than any run spends; it forgets after a few seconds.
    private static readonly RouteurBudget Shared = new(1_000_000m, TimeSpan.FromSeconds(5));

    /// <summary>Counted by one budget for the whole run.</summary>
    public static async Task CountedAsync(SoakCall call)
    {
        ChatResponse response = await With(call, Shared).GetResponseAsync(call.Prompt);
        ChatCalls.Check(ChatCalls.Echo(call, Target.Auto), response, Target.Auto);
    }

    /// <summary>The first call spends what there is; the second one must not be sent.</summary>
    public static async Task ExceededAsync(SoakCall call)
    {
        IChatClient chat = With(call, new RouteurBudget(0.000_000_1m));
        ChatCalls.Check(ChatCalls.Echo(call, Target.Auto), await chat.GetResponseAsync(call.Prompt), Target.Auto);
        await chat.GetResponseAsync(call.Prompt);
    }

    private static IChatClient With(SoakCall call, RouteurBudget budget) => call.Chat.AsBuilder().UseRouteurBudget(budget).Build();
}
