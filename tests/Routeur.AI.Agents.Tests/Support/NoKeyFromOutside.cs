using System.Runtime.CompilerServices;

namespace Routeur.AI.Agents.Tests.Support;

internal static class NoKeyFromOutside
{
    /// <summary><c>ROUTEUR_KEY</c> is the app's own: no test may depend on whether it is set.</summary>
    [ModuleInitializer]
    internal static void Forget() => Environment.SetEnvironmentVariable("ROUTEUR_KEY", null);
}
