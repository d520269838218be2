using System.Text.Json;
using Microsoft.Extensions.AI;
using Routeur.AI.LocalGateway;

namespace Routeur.AI.Agents.Tests.Support;

/// <summary>A chat client whose calls go over real HTTP to a local gateway, for agents to be built on.</summary>
internal sealed class AgentsOnGateway : IAsyncDisposable
{
    private AgentsOnGateway(RouteurLocalGateway gateway, RouteurChatClient chat)
    {
        Gateway = gateway;
        Chat = chat;
        Routed = chat.AsBuilder().UseRouteurRouting().UseFunctionInvocation().Build();
    }

    public RouteurLocalGateway Gateway { get; }

    /// <summary>The client alone, as an app has it after one line.</summary>
    public RouteurChatClient Chat { get; }

    /// <summary>The same behind the routing step and function invocation: what docs/agents.md recommends.</summary>
    public IChatClient Routed { get; }

    /// <summary>The requests so far.</summary>
    public IReadOnlyList<RecordedRequest> Requests => Gateway.Requests;

    /// <summary>Where the requests so far went.</summary>
    public IEnumerable<string> Providers => Requests.Select(request => request.Route!.Provider);

    public static async Task<AgentsOnGateway> StartAsync(RouteurLocalGatewayOptions? options = null, Action<RouteurOptions>? configure = null)
    {
        RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync(options);
        var settings = new RouteurOptions { ApiKey = gateway.ApiKey, Endpoint = gateway.Endpoint };
        configure?.Invoke(settings);
        return new AgentsOnGateway(gateway, new RouteurChatClient(settings));
    }

    /// <summary>The body of a request.</summary>
    public JsonElement Body(int index) => Requests[index].ReadJson();

    /// <summary>The messages of a request, each as "role: text".</summary>
    public string[] Conversation(int index) =>
    [
        .. Body(index).GetProperty("messages").EnumerateArray()
            .Select(message => $"{message.GetProperty("role").GetString()}: {(message.TryGetProperty("content", out JsonElement content) ? content.ToString() : "")}"),
    ];

    public async ValueTask DisposeAsync()
    {
        Routed.Dispose();
        Chat.Dispose();
        await Gateway.DisposeAsync();
    }
}
