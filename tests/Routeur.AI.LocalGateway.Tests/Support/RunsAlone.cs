namespace Routeur.AI.LocalGateway.Tests.Support;

/// <summary>Tests that look at the memory of the process: what others allocate meanwhile would be counted too.</summary>
[CollectionDefinition(nameof(RunsAlone), DisableParallelization = true)]
public sealed class RunsAlone;
