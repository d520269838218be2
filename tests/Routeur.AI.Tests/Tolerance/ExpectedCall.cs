namespace Routeur.AI.Tests.Tolerance;

/// <summary>A tool call that an answer must hold.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="Arguments">The arguments as a JSON object; null when they are not JSON and the call must say so in its <c>Exception</c>.</param>
/// <param name="Id">The call's id; null when the gateway sent none and any unique id will do.</param>
internal sealed record ExpectedCall(string Name, string? Arguments, string? Id = null);
