using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OpenAI;
using Routeur.AI.Tests.Support;
using Routeur.AI.Wire;

namespace Routeur.AI.Tests.Wire;

/// <summary>The same request through Microsoft.Extensions.AI.OpenAI and through ours.</summary>
internal static class RequestReference
{
    private const string Answer =
        """{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"ok"},"finish_reason":"stop"}]}""";

    private const string Events =
        "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"ok\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

    /// <summary>What the reference implementation sends.</summary>
    public static JsonObject Theirs(IEnumerable<ChatMessage> messages, ChatOptions? options, string model, bool stream)
    {
        using StubHandler handler = stream ? StubHandler.Events(Events) : StubHandler.Json(Answer);
        using var http = new HttpClient(handler);
        var client = new OpenAIClient(new ApiKeyCredential("k"), new OpenAIClientOptions
        {
            Endpoint = new Uri("http://127.0.0.1:9/v1"),
            Transport = new HttpClientPipelineTransport(http),
        });
        using IChatClient chat = client.GetChatClient(model).AsIChatClient();
        if (stream)
        {
            chat.GetStreamingResponseAsync(messages, options).ToChatResponseAsync().GetAwaiter().GetResult();
        }
        else
        {
            chat.GetResponseAsync(messages, options).GetAwaiter().GetResult();
        }

        return Assert.Single(handler.Requests).Json;
    }

    /// <summary>What we send.</summary>
    public static JsonObject Ours(IEnumerable<ChatMessage> messages, ChatOptions? options = null, string model = "auto", bool stream = false) =>
        JsonNode.Parse(OursText(messages, options, model, stream))!.AsObject();

    public static string OursText(IEnumerable<ChatMessage> messages, ChatOptions? options = null, string model = "auto", bool stream = false)
    {
        RawChatOptions? raw = RawChatOptions.From(options, NoClient);
        return ChatRequestWriter.Write(messages, options, raw, Decision(raw?.Model ?? options?.ModelId ?? model), stream).ToString();
    }

    public static RouteurDecision Decision(string model = "auto", string? provider = null, string? forcedModel = null) =>
        new(model, provider, forcedModel, trace: true, RouteurDecisionLevel.Client, "test");

    /// <summary>Stands in where a factory is handed the client; factories of these tests do not look at it.</summary>
    public static IChatClient NoClient { get; } = new OpenAIClient(new ApiKeyCredential("k")).GetChatClient("m").AsIChatClient();
}
