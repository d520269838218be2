namespace Routeur.AI.SemanticKernel.Tests.Documentation;

/// <summary>Tests that redirect the console, of which a process has one, run alone.</summary>
[CollectionDefinition(nameof(RedirectsTheConsole), DisableParallelization = true)]
public sealed class RedirectsTheConsole;
