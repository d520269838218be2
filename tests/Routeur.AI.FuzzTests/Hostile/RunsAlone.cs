namespace Routeur.AI.FuzzTests.Hostile;

/// <summary>Runs alone, since what it measures is what the whole process allocates.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RunsAlone
{
    public const string Name = "hostile servers";
}
