using Routeur.AI.ChaosTests.Server;
using Routeur.AI.LocalGateway;

namespace Routeur.AI.ChaosTests.Faults;

/// <summary>One kind of fault: a row of the table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Happens">What happens, as a sentence for docs/faults.md.</param>
/// <param name="Script">What the server does with each connection.</param>
/// <param name="Plain">What becomes of a plain answer.</param>
/// <param name="Streamed">What becomes of a streamed one.</param>
internal sealed record Fault(string Name, string Happens, Func<RawConnection, Task> Script, Expected Plain, Expected Streamed)
{
    /// <summary>Whether the server falls silent: then the clock, or the caller, ends the call.</summary>
    public bool Stalls { get; init; }

    /// <summary>Whether the fault is the wait between two attempts.</summary>
    public bool BacksOff { get; init; }

    /// <summary>Whether the second attempt of half the calls is answered (see <see cref="Scripts"/>).</summary>
    public bool Recovers { get; init; }

    /// <summary>Whether attempts cannot be counted at the server: none arrives, or the transport repeats by itself what nobody has begun to work on.</summary>
    public bool UncountedAttempts { get; init; }

    /// <summary>Whether each call has a client, and so a connection, of its own.</summary>
    public bool ClientPerCall { get; init; }

    /// <summary>Whether a good call on the same client comes first.</summary>
    public bool WarmUp { get; init; }

    /// <summary>Whether calls share a connection, which survives them.</summary>
    public bool Multiplexed { get; init; }

    /// <summary>How the server listens.</summary>
    public Listening Listening { get; init; }

    /// <summary>The transport of the user's own; null for the library's.</summary>
    public Func<IFaultServer, HttpMessageHandler>? Handler { get; init; }

    /// <summary>https or http.</summary>
    public string Scheme { get; init; } = Uri.UriSchemeHttp;

    /// <summary>How long the prompt is.</summary>
    public int PromptLength { get; init; } = 20;

    /// <summary>The library's own time-out for opening connections.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>What the local gateway replies, if it is the one that plays the fault.</summary>
    public ScriptedReply? Reply { get; init; }

    /// <summary>The row of docs/faults.md.</summary>
    public string Markdown => $"| {Name} | {Happens} | {Plain.Text} | {Streamed.Text} |";

    public Expected For(bool streamed) => streamed ? Streamed : Plain;

    public async Task<IFaultServer> StartAsync() => Reply is null ? new RawServer(Script, Listening) : await GatewayServer.StartAsync(Reply);

    public override string ToString() => Name;
}
