using System.Reflection;

namespace Routeur.AI.Pipeline;

/// <summary>How this library names itself; the SDK puts it before its own name in <c>User-Agent</c>.</summary>
internal static class UserAgent
{
    /// <summary>Name and version, without the pre-release label and commit: short enough for the SDK's limit of 24 characters.</summary>
    public static string ApplicationId { get; } = "Routeur.AI/" + Version();

    private static string Version()
    {
        string version = typeof(UserAgent).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
        int end = version.AsSpan().IndexOfAny('-', '+');
        return end < 0 ? version : version[..end];
    }
}
