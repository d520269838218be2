using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace Routeur.AI.SemanticKernel.Pipeline;

/// <summary>
/// Finds functions that SK gives one name: <c>order.book_find</c> and <c>order_book.find</c>, since plugin and function are joined by an underscore,
/// which either may hold. Nobody could tell which one the model calls.
/// </summary>
internal static class SameToolNames
{
    /// <exception cref="ArgumentException">There are two; the message names both.</exception>
    public static void Check(ChatOptions? options)
    {
        if (options?.Tools is not { Count: > 1 } tools)
        {
            return;
        }

        var known = new Dictionary<string, KernelFunctionMetadata>(tools.Count, StringComparer.Ordinal);
        foreach (FullyQualifiedAIFunction function in tools.OfType<FullyQualifiedAIFunction>())
        {
            if (!known.TryAdd(function.Name, function.Metadata) && Own(known[function.Name]) != Own(function.Metadata))
            {
                throw new ArgumentException(
                    $"{Own(known[function.Name])} and {Own(function.Metadata)} are both \"{function.Name}\" for the model. Rename one, or offer one of them only.",
                    nameof(options));
            }
        }
    }

    private static string Own(KernelFunctionMetadata function) => $"{function.PluginName}.{function.Name}";
}
