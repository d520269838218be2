using Microsoft.Extensions.AI;
using Routeur.AI.Soak.Gateway;
using Routeur.AI.Soak.Traffic;

namespace Routeur.AI.Soak;

/// <summary>The clients of a run: one for each <see cref="Line"/>, all of them used for the whole run.</summary>
internal sealed class SoakClients(Uri endpoint, string apiKey) : IDisposable
{
    /// <summary>How often a call is repeated, so sent once more.</summary>
    public const int Retries = 2;

    // Retries must happen, and waiting for them is not what is looked at.
    private static readonly TimeSpan ShortWait = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Impatience = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<Line, (RouteurClient Client, IChatClient Chat, IChatClient ToolChat)> _lines =
        Enum.GetValues<Line>().ToDictionary(line => line, line => Create(Options(line, endpoint, apiKey)));

    public RouteurClient Of(Line line) => _lines[line].Client;

    public IChatClient ChatOf(Line line) => _lines[line].Chat;

    public IChatClient ToolChatOf(Line line) => _lines[line].ToolChat;

    /// <summary>A client with connections of its own, for a caller who disposes it.</summary>
    public RouteurChatClient CreateChat() => new(Options(Line.Steady, endpoint, apiKey));

    public void Dispose()
    {
        foreach ((RouteurClient client, IChatClient chat, IChatClient toolChat) in _lines.Values)
        {
            toolChat.Dispose();
            chat.Dispose();
            client.Dispose();
        }
    }

    private static (RouteurClient Client, IChatClient Chat, IChatClient ToolChat) Create(RouteurOptions options)
    {
        var client = new RouteurClient(options);
        return (client, client.AsIChatClient(), client.AsIChatClient().AsBuilder().UseFunctionInvocation().Build());
    }

    private static RouteurOptions Options(Line line, Uri endpoint, string apiKey)
    {
        var options = new RouteurOptions
        {
            Endpoint = endpoint,
            ApiKey = line == Line.Limited ? GatewayProgram.LimitedKey : apiKey,
            MaxRetries = Retries,
            MaxRetryDelay = ShortWait,
        };
        if (line == Line.Impatient)
        {
            options.ResponseTimeout = options.StreamFirstByteTimeout = options.StreamIdleTimeout = Impatience;
        }

        return options;
    }
}
