namespace Routeur.AI;

/// <summary>A routing rule to be created [/api-reference/routes/create]. Not changed by any call.</summary>
public sealed class RouteDefinition
{
    /// <summary>The rule's name, unique within the organisation. Traces show it as <c>rule:</c> and this name.</summary>
    public required string Name { get; init; }

    /// <summary>Rules of higher priority are looked at first. Default: 0. The range is not documented.</summary>
    public int Priority { get; init; }

    /// <summary>Whether the rule is in force. Default: true; false stages it.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>How the rule decides.</summary>
    public required RouteActionKind ActionKind { get; init; }

    /// <summary>Which calls it is for.</summary>
    public required RouteMatch Match { get; init; }

    /// <summary>Where it sends them. Default: empty, which only <see cref="RouteActionKind.Pin"/> cannot use.</summary>
    public RouteAction Action { get; init; } = new();

    /// <summary>A rule that sends the calls for one model name to a fixed provider and model.</summary>
    /// <param name="name">The rule's name.</param>
    /// <param name="requestedModel">The alias or model that callers ask for.</param>
    /// <param name="provider">The provider, for example <c>openai</c>.</param>
    /// <param name="model">The upstream model, for example <c>gpt-4o</c>.</param>
    /// <param name="priority">Higher comes first.</param>
    public static RouteDefinition Pin(string name, string requestedModel, string provider, string model, int priority = 0) => new()
    {
        Name = name,
        Priority = priority,
        ActionKind = RouteActionKind.Pin,
        Match = new RouteMatch { RequestedModel = requestedModel },
        Action = new RouteAction { Provider = provider, Model = model },
    };
}
