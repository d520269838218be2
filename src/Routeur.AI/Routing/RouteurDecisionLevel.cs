namespace Routeur.AI;

/// <summary>Who decided where a call goes. The most specific level that says anything decides the whole target.</summary>
public enum RouteurDecisionLevel
{
    /// <summary>The client's own defaults: <see cref="RouteurOptions.Provider"/> and <see cref="RouteurOptions.Model"/>.</summary>
    Client,

    /// <summary>A scope opened with <c>RouteurRouting.BeginScope</c>.</summary>
    Scope,

    /// <summary>The call itself: <c>WithRouteur</c>, a <c>routeur_*</c> key, or <c>ChatOptions.ModelId</c>.</summary>
    Call,

    /// <summary>A scope opened with <c>overrideCalls: true</c>, which comes before the call.</summary>
    OverridingScope,
}
