namespace Routeur.AI;

/// <summary>What to change in a routing rule. What is null stays as it is.</summary>
public sealed class RouteChanges
{
    /// <summary>A new name, unique within the organisation.</summary>
    public string? Name { get; init; }

    /// <summary>A new priority.</summary>
    public int? Priority { get; init; }

    /// <summary>Whether the rule is in force.</summary>
    public bool? Enabled { get; init; }

    /// <summary>How the rule decides.</summary>
    public RouteActionKind? ActionKind { get; init; }

    /// <summary>Which calls it is for; replaces the whole match.</summary>
    public RouteMatch? Match { get; init; }

    /// <summary>Where it sends them; replaces the whole action.</summary>
    public RouteAction? Action { get; init; }
}
