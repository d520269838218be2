using Microsoft.Extensions.AI;

namespace Routeur.AI.SemanticKernel.Registration;

/// <summary>One registration's pipeline and the service on it, shared by everything that it registers.</summary>
internal sealed class KernelChat(IChatClient client) : IDisposable
{
    public IChatClient Client { get; } = client;

    public RouteurChatCompletionService Service { get; } = new(client);

    public void Dispose()
    {
        Service.Dispose();
        Client.Dispose();
    }
}
