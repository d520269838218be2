namespace Routeur.AI.ChaosTests.Running;

/// <summary>Sockets, collections and unobserved exceptions belong to the whole process: one kind at a time, or nobody knows whose they are.</summary>
[CollectionDefinition(nameof(RunsAlone), DisableParallelization = true)]
public sealed class RunsAlone;
