using Microsoft.Extensions.AI;

namespace Routeur.AI.Soak.Traffic;

/// <summary>One call: of which kind, which one in the run, and what it needs.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Number">Its number, from 0; no other call of the run has it, so that a mixed-up answer shows.</param>
/// <param name="Dice">A random number of its own.</param>
/// <param name="Clients">The run's clients.</param>
internal sealed record SoakCall(TrafficKind Kind, long Number, int Dice, SoakClients Clients)
{
    /// <summary>The prompt: its mark, and words.</summary>
    public string Prompt => $"{new CallMark(Kind.Name, Number)} What does the quick brown fox do, and why is the dog so lazy?";

    public RouteurClient Client => Clients.Of(Kind.Line);

    /// <summary>The bare chat client.</summary>
    public IChatClient Chat => Clients.ChatOf(Kind.Line);

    /// <summary>The chat client that calls tools.</summary>
    public IChatClient ToolChat => Clients.ToolChatOf(Kind.Line);

    /// <summary>Sends it and waits for its end.</summary>
    public Task RunAsync() => Kind.Send(this);
}
