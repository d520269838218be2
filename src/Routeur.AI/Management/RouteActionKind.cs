namespace Routeur.AI;

/// <summary>
/// How a routing rule decides [/api-reference/routes/object]. The set is open: the service may have kinds that have no member here. Compare
/// with <c>==</c>; case does not matter.
/// </summary>
public readonly struct RouteActionKind : IEquatable<RouteActionKind>
{
    private readonly string? _value;

    /// <summary>Makes a kind from the service's word.</summary>
    /// <param name="value">The word.</param>
    /// <exception cref="ArgumentException"><paramref name="value"/> is null or blank.</exception>
    public RouteActionKind(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        _value = value.Trim();
    }

    /// <summary>A fixed pair of provider and model.</summary>
    public static RouteActionKind Pin { get; } = new("pin");

    /// <summary>The choice is left to the service's picker.</summary>
    public static RouteActionKind Auto { get; } = new("auto");

    /// <summary>The word itself; empty for <c>default</c>.</summary>
    public string Value => _value ?? "";

    /// <summary>Whether two kinds are the same word.</summary>
    public static bool operator ==(RouteActionKind left, RouteActionKind right) => left.Equals(right);

    /// <summary>Whether two kinds are different words.</summary>
    public static bool operator !=(RouteActionKind left, RouteActionKind right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(RouteActionKind other) => string.Equals(Value, other.Value, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RouteActionKind other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Value);

    /// <summary>The word itself.</summary>
    public override string ToString() => Value;
}
