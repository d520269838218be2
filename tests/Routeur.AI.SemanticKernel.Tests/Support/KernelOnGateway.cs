using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Routeur.AI.LocalGateway;

namespace Routeur.AI.SemanticKernel.Tests.Support;

/// <summary>A kernel whose calls go over real HTTP to a local gateway.</summary>
internal sealed class KernelOnGateway : IAsyncDisposable
{
    private KernelOnGateway(RouteurLocalGateway gateway, Kernel kernel)
    {
        Gateway = gateway;
        Kernel = kernel;
    }

    public RouteurLocalGateway Gateway { get; }

    public Kernel Kernel { get; }

    public IChatCompletionService Chat => Kernel.GetRequiredService<IChatCompletionService>();

    public IChatClient Client => Kernel.GetRequiredService<IChatClient>();

    /// <summary>The requests so far.</summary>
    public IReadOnlyList<RecordedRequest> Requests => Gateway.Requests;

    /// <summary>With the plain registration, or another.</summary>
    public static async Task<KernelOnGateway> StartAsync(Action<IKernelBuilder, RouteurLocalGateway>? register = null)
    {
        RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync();
        IKernelBuilder builder = Kernel.CreateBuilder();
        (register ?? ((b, g) => b.AddRouteurChatCompletion(apiKey: g.ApiKey, endpoint: g.Endpoint)))(builder, gateway);
        return new KernelOnGateway(gateway, builder.Build());
    }

    /// <summary>The body of a request.</summary>
    public JsonElement Body(int index) => Requests[index].ReadJson();

    /// <summary>Asks the chat service, as a whole or as a stream, and returns the answer's text.</summary>
    public async Task<string> AskAsync(ChatHistory history, PromptExecutionSettings settings, bool stream)
    {
        if (!stream)
        {
            return (await Chat.GetChatMessageContentAsync(history, settings, Kernel)).Content ?? "";
        }

        string text = "";
        await foreach (StreamingChatMessageContent piece in Chat.GetStreamingChatMessageContentsAsync(history, settings, Kernel))
        {
            text += piece.Content;
        }

        return text;
    }

    public async ValueTask DisposeAsync()
    {
        await ((IAsyncDisposable)Kernel.Services).DisposeAsync();
        await Gateway.DisposeAsync();
    }
}
