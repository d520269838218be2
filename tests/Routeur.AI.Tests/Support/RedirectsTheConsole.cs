namespace Routeur.AI.Tests.Support;

/// <summary>Tests that redirect the process's console run alone.</summary>
[CollectionDefinition(nameof(RedirectsTheConsole), DisableParallelization = true)]
public sealed class RedirectsTheConsole;
