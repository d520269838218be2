using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OpenAI;

namespace Routeur.AI.Tests.Support;

/// <summary>The oracle: <c>Microsoft.Extensions.AI.OpenAI</c> on a fake network.</summary>
internal static class Reference
{
    public static IChatClient Client(HttpMessageHandler handler) =>
        new OpenAIClient(new ApiKeyCredential(TestClients.Key), new OpenAIClientOptions
        {
            Endpoint = new Uri("http://127.0.0.1:9/v1"),
            Transport = new HttpClientPipelineTransport(new HttpClient(handler)),
            RetryPolicy = new ClientRetryPolicy(0),
        }).GetChatClient("auto").AsIChatClient();

    public static Task<ChatResponse> ReadPlainAsync(string body) => Client(StubHandler.Json(body)).GetResponseAsync("hi");

    public static Task<ChatResponse> ReadStreamAsync(string body) =>
        Client(StubHandler.Events(body)).GetStreamingResponseAsync("hi").ToChatResponseAsync();

    /// <summary>An answer as JSON, without what the deliberate differences of docs/wire-format.md add: properties and empty counters.</summary>
    public static string Comparable(ChatResponse response)
    {
        JsonObject json = JsonSerializer.SerializeToNode(response, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(ChatResponse)))!.AsObject();
        json.Remove("additionalProperties");
        foreach (JsonNode? message in json["messages"]!.AsArray())
        {
            message!.AsObject().Remove("additionalProperties");
        }

        if (json["usage"]?["additionalCounts"] is JsonObject { Count: 0 })
        {
            json["usage"]!.AsObject().Remove("additionalCounts");
        }

        return json.ToJsonString();
    }
}
