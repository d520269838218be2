namespace Routeur.AI.Tests.Support;

/// <summary>Tests that redirect the process's console run alone.</summary>
[CollectionDefinition(nameof(ConsoleCollection), DisableParallelization = true)]
public sealed class ConsoleCollection;
