namespace Routeur.AI.RateLimiting;

/// <summary>A place in the book of one cap: everything spent so far, and everything that came back.</summary>
internal readonly record struct RateMark(long Spent, long Returned);
