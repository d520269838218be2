using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Routeur.AI.SemanticKernel.Settings;

/// <summary>Refuses values that cannot be sent, with an exception that names the property.</summary>
internal static class SettingCheck
{
    public static string? HeaderValue(string? value, [CallerMemberName] string property = "")
    {
        try
        {
            // The core's rule for header values, by way of its public door.
            new ChatOptions().WithRouteur(provider: value);
            return string.IsNullOrWhiteSpace(value) ? null : value.Trim();
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"{Name(property)} cannot be sent as a header: {e.Message}", property, e);
        }
    }

    public static IList<RouteurTarget>? Targets(IList<RouteurTarget>? value, [CallerMemberName] string property = "")
    {
        try
        {
            new ChatOptions().WithRouteurFallbacks([.. value ?? []]);
            return value;
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"{Name(property)} holds what cannot be a target: {e.Message}", property, e);
        }
    }

    public static double? Finite(double? value, [CallerMemberName] string property = "") =>
        value is null || double.IsFinite(value.Value)
            ? value
            : throw new ArgumentException($"{Name(property)} is {value}, which JSON cannot hold.", property);

    public static int? Positive(int? value, [CallerMemberName] string property = "") =>
        value is null or > 0 ? value : throw new ArgumentException($"{Name(property)} is {value}; it must be at least 1.", property);

    public static string Name(string property) => $"{nameof(RouteurPromptExecutionSettings)}.{property}";
}
