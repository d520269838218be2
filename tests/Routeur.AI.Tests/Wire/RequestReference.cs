using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OpenAI;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Wire;

/// <summary>Microsoft.Extensions.AI.OpenAI on a fake network: what it sends is what we are compared with.</summary>
internal sealed class RequestReference : IDisposable
{
    private const string Answer =
        """{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"ok"},"finish_reason":"stop"}]}""";

    private const string Events =
        "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\"," +
        "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"ok\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

    private readonly bool _stream;
    private readonly StubHandler _handler;
    private readonly HttpClient _http;
    private readonly IChatClient _chat;

    public RequestReference(string model, bool stream)
    {
        _stream = stream;
        _handler = stream ? StubHandler.Events(Events) : StubHandler.Json(Answer);
        _http = new HttpClient(_handler);
        var client = new OpenAIClient(new ApiKeyCredential("k"), new OpenAIClientOptions
        {
            Endpoint = new Uri("http://127.0.0.1:9/v1"),
            Transport = new HttpClientPipelineTransport(_http),
        });
        _chat = client.GetChatClient(model).AsIChatClient();
    }

    /// <summary>The body that it sends.</summary>
    public async Task<JsonObject> SendAsync(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        if (_stream)
        {
            await _chat.GetStreamingResponseAsync(messages, options).ToChatResponseAsync();
        }
        else
        {
            await _chat.GetResponseAsync(messages, options);
        }

        return _handler.Requests[^1].Json;
    }

    public void Dispose()
    {
        _chat.Dispose();
        _http.Dispose();
    }
}
