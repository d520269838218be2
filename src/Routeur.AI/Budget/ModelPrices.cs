using System.Collections.Concurrent;

namespace Routeur.AI.Budget;

/// <summary>The prices of <see cref="RouteurClient.Models"/>, each looked up once. Thread-safe.</summary>
/// <param name="get">Gets a model; null when there is no such service behind the step.</param>
internal sealed class ModelPrices(Func<string, Task<RouteurModel>>? get)
{
    /// <summary>How many names are kept: they come from answers, which may say anything.</summary>
    private const int MaxNames = 1_000;

    private readonly ConcurrentDictionary<string, Lazy<Task<ModelPricing?>>> _prices = new(StringComparer.Ordinal);

    /// <summary>The prices under the first of the names that has any; null when none has. Never throws.</summary>
    public async ValueTask<ModelPricing?> FindAsync(IEnumerable<string> names)
    {
        foreach (string name in names)
        {
            if (get is not null && await Lookup(name).ConfigureAwait(false) is { Prompt: >= 0, Completion: >= 0 } pricing)
            {
                return pricing;
            }
        }

        return null;
    }

    private Task<ModelPricing?> Lookup(string name) =>
        _prices.TryGetValue(name, out Lazy<Task<ModelPricing?>>? known) ? known.Value :
        _prices.Count >= MaxNames ? Task.FromResult<ModelPricing?>(null) :
        _prices.GetOrAdd(name, static (key, self) => new(() => self.GetAsync(key)), this).Value;

    private async Task<ModelPricing?> GetAsync(string name)
    {
        try
        {
            return (await get!(name).ConfigureAwait(false)).Pricing;
        }
        catch (Exception e) when (e is ArgumentException || (e is RouteurException error && error.ErrorCode == RouteurErrorCode.NotFound))
        {
            return null;
        }
        catch (Exception)
        {
            // It may be known next time; a price must never be the reason why an answer is lost.
            _prices.TryRemove(name, out _);
            return null;
        }
    }
}
