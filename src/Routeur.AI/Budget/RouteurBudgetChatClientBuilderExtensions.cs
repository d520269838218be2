using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Routeur.AI.Budget;

namespace Routeur.AI;

/// <summary>Adds a cap on what calls may cost to a chain of chat clients.</summary>
/// <remarks>
/// <para>Put it behind <c>UseFunctionInvocation</c> (add it after), where every round trip of a tool loop is checked and counted by itself, and
/// behind a cache, whose answers then never reach it. In front of a tool loop it checks once, when the loop starts, and counts every round
/// trip that the answer tells of. A cache behind it costs nothing either, as long as the traces carry a <c>request_id</c>: an id counts once.</para>
/// <para>Steps with budgets of their own can be combined in a chain; ambient scopes are then held by the innermost.</para>
/// <para>On <c>Build</c>, an <see cref="InvalidOperationException"/> says that a budget is in the chain twice, and an
/// <see cref="ArgumentException"/> that an option is out of range.</para>
/// </remarks>
public static class RouteurBudgetChatClientBuilderExtensions
{
    /// <summary>Adds the step with the <see cref="RouteurBudget"/> of the container, if there is one; without one only ambient scopes hold.</summary>
    /// <param name="builder">The chain.</param>
    /// <returns>The same <paramref name="builder"/>.</returns>
    public static ChatClientBuilder UseRouteurBudget(this ChatClientBuilder builder) =>
        Use(builder, static services => new RouteurBudgetOptions { Budget = services.GetService<RouteurBudget>() });

    /// <summary>Adds the step with a budget that several clients may share.</summary>
    /// <param name="builder">The chain.</param>
    /// <param name="budget">The budget; <c>GetService&lt;RouteurBudget&gt;()</c> of the chain finds it again.</param>
    /// <returns>The same <paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="budget"/> is null.</exception>
    public static ChatClientBuilder UseRouteurBudget(this ChatClientBuilder builder, RouteurBudget budget)
    {
        ArgumentNullException.ThrowIfNull(budget);
        return Use(builder, _ => new RouteurBudgetOptions { Budget = budget });
    }

    /// <summary>Adds the step with the budget of the container, if there is one, and options.</summary>
    /// <param name="builder">The chain.</param>
    /// <param name="configure">Changes the options, the budget included; called on each <c>Build</c>.</param>
    /// <returns>The same <paramref name="builder"/>.</returns>
    public static ChatClientBuilder UseRouteurBudget(this ChatClientBuilder builder, Action<RouteurBudgetOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Use(builder, services =>
        {
            var options = new RouteurBudgetOptions { Budget = services.GetService<RouteurBudget>() };
            configure(options);
            return options;
        });
    }

    /// <summary>Adds the step with a budget of its own, on the container's <see cref="TimeProvider"/> if there is one.</summary>
    /// <param name="builder">The chain.</param>
    /// <param name="capUsd">The cap in US dollars. Range: 0, which refuses every call, to 1,000,000,000.</param>
    /// <param name="window">The length of the sliding window, from 1 second to 366 days. Null (the default): nothing is ever forgotten.</param>
    /// <param name="configure">Changes the options; called on each <c>Build</c>.</param>
    /// <returns>The same <paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capUsd"/> or <paramref name="window"/> is out of range.</exception>
    public static ChatClientBuilder UseRouteurBudget(
        this ChatClientBuilder builder, decimal capUsd, TimeSpan? window = null, Action<RouteurBudgetOptions>? configure = null)
    {
        _ = new RouteurBudget(capUsd, window);
        return Use(builder, services =>
        {
            var options = new RouteurBudgetOptions { Budget = new RouteurBudget(capUsd, window, services.GetService<TimeProvider>()) };
            configure?.Invoke(options);
            return options;
        });
    }

    private static ChatClientBuilder Use(ChatClientBuilder builder, Func<IServiceProvider, RouteurBudgetOptions> options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Use((inner, services) => new RouteurBudgetChatClient(
            inner,
            options(services),
            services.GetService<TimeProvider>() ?? TimeProvider.System,
            services.GetService<ILoggerFactory>()?.CreateLogger("Routeur.AI") ?? NullLogger.Instance));
    }
}
