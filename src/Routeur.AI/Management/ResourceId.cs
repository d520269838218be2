using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Routeur.AI.Management;

/// <summary>Checks ids before they become part of an address, so that a wrong one cannot reach another resource.</summary>
internal static class ResourceId
{
    private static readonly SearchValues<char> Forbidden = SearchValues.Create("/\\?#");

    /// <summary>Checks the id of a trace, a route or a key, and escapes it.</summary>
    /// <param name="id">What the caller passed.</param>
    /// <param name="argument">The name of the caller's argument.</param>
    /// <exception cref="ArgumentException">It is null, empty, or holds what no id holds. The message never repeats it.</exception>
    public static string Escape(string? id, string argument)
    {
        Check(id, argument);
        int found = id.AsSpan().IndexOfAny(Forbidden);
        return found < 0 ? Uri.EscapeDataString(id) : throw new ArgumentException($"The id contains \"{id[found]}\", which no id does.", argument);
    }

    /// <summary>
    /// Checks the id of a model, and escapes it. Upstream ids may hold slashes (<c>meta/llama-3</c>), which become <c>%2F</c>.
    /// </summary>
    /// <inheritdoc cref="Escape"/>
    public static string EscapeModel(string? id, string argument)
    {
        Check(id, argument);
        if (Array.Exists(id.Split('/'), static segment => segment is "" or "."))
        {
            throw new ArgumentException("The id has an empty part or a part \".\" between its slashes, which no model id has.", argument);
        }

        int found = id.AsSpan().IndexOfAny("\\?#");
        return found < 0 ? Uri.EscapeDataString(id) : throw new ArgumentException($"The id contains \"{id[found]}\", which no model id does.", argument);
    }

    private static void Check([NotNull] string? id, string argument)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id, argument);
        foreach (char c in id)
        {
            if (char.IsControl(c) || char.IsWhiteSpace(c))
            {
                throw new ArgumentException("The id contains a space, a line break or another control character. Copy it again.", argument);
            }
        }

        if (id is "." || id.Contains("..", StringComparison.Ordinal))
        {
            throw new ArgumentException("The id is \".\" or contains \"..\", which no id does.", argument);
        }

        if (id.StartsWith("rtr_", StringComparison.OrdinalIgnoreCase))
        {
            // It is not sent: a secret does not belong into an address, where servers log it.
            throw new ArgumentException("This looks like a secret key (rtr_…). Pass the id instead.", argument);
        }
    }
}
