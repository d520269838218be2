using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Routeur.AI.FuzzTests.Fuzzing;

/// <summary>What came of reading: a result or a <see cref="RouteurException"/>, as one text that can be compared. Anything else is thrown.</summary>
internal static class Outcome
{
    /// <summary>The longest message: the service's own words are cut, and so is what is quoted.</summary>
    public const int MaxMessageLength = 4_000;

    public static async Task<string> OfAsync(Func<Task<string>> read)
    {
        try
        {
            return await read();
        }
        catch (RouteurException e)
        {
            return Error(e);
        }
    }

    public static string Of(Func<string> read)
    {
        try
        {
            return read();
        }
        catch (RouteurException e)
        {
            return Error(e);
        }
    }

    public static string Error(RouteurException e)
    {
        Assert.InRange(e.Message.Length, 1, MaxMessageLength);
        Assert.InRange(e.InnerException?.Message.Length ?? 0, 0, MaxMessageLength);
        Assert.InRange(e.ErrorCode.Value.Length, 0, 200);
        Assert.InRange(e.RuleName?.Length ?? 0, 0, 1_000);
        Assert.InRange(e.RequestId?.Length ?? 0, 0, 1_000);
        Assert.DoesNotContain(OddValues.Key, $"{e} {e.ErrorCode} {e.RuleName} {e.RequestId}", StringComparison.Ordinal);
        Assert.True(e.RetryAfter is null || (e.RetryAfter >= TimeSpan.Zero && e.RetryAfter < TimeSpan.MaxValue));
        return $"{e.ErrorCode}: {e.Message} | {e.RuleName} | {e.RequestId} | {e.RetryAfter} | {e.IsTransient}";
    }

    /// <summary>A value as JSON. What we return can always be written: caches, stores and the next request do so.</summary>
    public static string Json<T>(T value) => JsonSerializer.Serialize(value, AIJsonUtilities.DefaultOptions);
}
