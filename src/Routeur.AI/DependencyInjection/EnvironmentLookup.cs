namespace Routeur.AI.DependencyInjection;

/// <summary>Where <c>ROUTEUR_KEY</c> is looked up. Not registered: the process's environment. Tests register their own.</summary>
internal delegate string? EnvironmentLookup(string name);
