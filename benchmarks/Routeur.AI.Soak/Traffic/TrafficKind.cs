namespace Routeur.AI.Soak.Traffic;

/// <summary>One row of <see cref="TrafficTable"/>.</summary>
/// <param name="Name">Its name, without a colon.</param>
/// <param name="Weight">How often it comes, beside the other rows' weights.</param>
/// <param name="Send">Makes the call and checks the answer; throws what the call throws, or <see cref="WrongAnswerException"/>.</param>
/// <param name="Script">What the gateway does with it; null: what it does with any request.</param>
/// <param name="Expected">How the call must end.</param>
/// <param name="Line">The client that it goes through.</param>
internal sealed record TrafficKind(
    string Name, int Weight, Func<SoakCall, Task> Send, Script? Script, Expectation Expected, Line Line = Line.Steady);
