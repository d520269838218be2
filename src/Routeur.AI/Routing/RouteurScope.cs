namespace Routeur.AI.Routing;

/// <summary>
/// One open ambient scope: a link of the chain that <see cref="RouteurRouting"/> keeps in an <see cref="AsyncLocal{T}"/>. Immutable, so
/// that flows of execution share it safely; what the whole chain says is worked out once, when a link is made.
/// </summary>
internal sealed class RouteurScope : IDisposable
{
    private readonly object _identity;
    private readonly RouteurScope? _parent;
    private readonly bool? _trace;
    private readonly bool _overrideCalls;

    public RouteurScope(RouteurScope? parent, string? provider, string? model, bool? trace, bool overrideCalls, IReadOnlyList<RouteurTarget> fallbacks)
        : this(new object(), parent, provider, model, trace, overrideCalls, fallbacks)
    {
    }

    private RouteurScope(
        object identity, RouteurScope? parent, string? provider, string? model, bool? trace, bool overrideCalls, IReadOnlyList<RouteurTarget> fallbacks)
    {
        _identity = identity;
        _parent = parent;
        Provider = provider;
        Model = model;
        Fallbacks = fallbacks;
        _trace = trace;
        _overrideCalls = overrideCalls;

        RouteurScope? target = provider is null && model is null ? null : this;
        OverridingTarget = parent?.OverridingTarget ?? (overrideCalls ? target : null);
        PlainTarget = (overrideCalls ? null : target) ?? parent?.PlainTarget;
        OverridingTrace = parent?.OverridingTrace ?? (overrideCalls ? trace : null);
        PlainTrace = (overrideCalls ? null : trace) ?? parent?.PlainTrace;
    }

    /// <summary>The provider that this link forces.</summary>
    public string? Provider { get; }

    /// <summary>The model that this link forces, or <c>auto</c>.</summary>
    public string? Model { get; }

    /// <summary>The fallback targets of this link's target.</summary>
    public IReadOnlyList<RouteurTarget> Fallbacks { get; }

    /// <summary>
    /// The link that decides before any call: the outermost overriding one with a target, because code inside must not undo a
    /// constraint set around it.
    /// </summary>
    public RouteurScope? OverridingTarget { get; }

    /// <summary>The link that decides when the call says nothing: the innermost plain one with a target.</summary>
    public RouteurScope? PlainTarget { get; }

    /// <summary>The flag of the outermost overriding link that sets it.</summary>
    public bool? OverridingTrace { get; }

    /// <summary>The flag of the innermost plain link that sets it.</summary>
    public bool? PlainTrace { get; }

    /// <summary>The chain that ends in this link, without the link <paramref name="scope"/>; this very link when that one is not in it.</summary>
    public RouteurScope? Without(RouteurScope scope)
    {
        if (ReferenceEquals(_identity, scope._identity))
        {
            return _parent;
        }

        RouteurScope? parent = _parent?.Without(scope);
        return ReferenceEquals(parent, _parent) ? this : new RouteurScope(_identity, parent, Provider, Model, _trace, _overrideCalls, Fallbacks);
    }

    public void Dispose() => RouteurRouting.End(this);
}
