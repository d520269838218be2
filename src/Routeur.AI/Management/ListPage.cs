namespace Routeur.AI.Management;

/// <summary>One page of a list.</summary>
/// <param name="Items">Its items.</param>
/// <param name="Next">The id after which the next page begins; null on the last one.</param>
internal sealed record ListPage<T>(IReadOnlyList<T> Items, string? Next);
