using System.ClientModel;
using System.ClientModel.Primitives;
using OpenAI;
using OpenAI.Chat;

namespace Routeur.AI.LocalGateway.Tests.Support;

/// <summary>OpenAI's own client, pointed somewhere else and told to try once.</summary>
internal static class OfficialClient
{
    public static ChatClient For(Uri endpoint, string apiKey, string model = "auto", int retries = 0) =>
        new(model, new ApiKeyCredential(apiKey), new OpenAIClientOptions { Endpoint = endpoint, RetryPolicy = new ClientRetryPolicy(retries) });
}
