using System.ClientModel;
using OpenAI.Chat;
using Routeur.AI.LocalGateway;

namespace Routeur.AI.Tests.Chat;

/// <summary>The official <see cref="ChatClient"/> from <see cref="RouteurClient.OpenAI"/>, over real HTTP.</summary>
public sealed class OfficialClientOnGatewayTests : IAsyncLifetime
{
    private RouteurLocalGateway _gateway = null!;
    private RouteurClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await RouteurLocalGateway.StartAsync();
        _client = new RouteurClient(new RouteurOptions { Endpoint = _gateway.Endpoint, ApiKey = _gateway.ApiKey, Provider = "deepseek", MaxRetries = 0 });
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task A_plain_answer_comes_from_the_model_that_was_named_not_from_the_clients_default_provider()
    {
        ChatCompletion completion = await _client.OpenAI.GetChatClient("gpt-4o").CompleteChatAsync("Hello");

        Assert.StartsWith("[openai/gpt-4o]", completion.Content[0].Text, StringComparison.Ordinal);
        Assert.Equal("true", _gateway.Requests[^1].Headers["Routeur-Trace"]);
        Assert.False(_gateway.Requests[^1].Headers.ContainsKey("Routeur-Provider"));
    }

    [Fact]
    public async Task A_stream_is_routed_by_the_scope_around_it()
    {
        var text = new List<string>();
        using (RouteurRouting.BeginScope(provider: "gemini"))
        {
            await foreach (StreamingChatCompletionUpdate update in _client.OpenAI.GetChatClient("auto").CompleteChatStreamingAsync("Hello"))
            {
                text.AddRange(update.ContentUpdate.Select(part => part.Text));
            }
        }

        Assert.StartsWith("[gemini/", string.Concat(text), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_block_is_our_error_and_still_the_sdks_type()
    {
        _gateway.Enqueue(ScriptedReply.BlockedByDlp("no_cards"));

        ClientResultException error = await Assert.ThrowsAnyAsync<ClientResultException>(
            () => _client.OpenAI.GetChatClient("auto").CompleteChatAsync("4111 1111 1111 1111"));

        Assert.Equal("no_cards", Assert.IsType<RouteurException>(error).RuleName);
        Assert.Equal(403, error.Status);
    }
}
