using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.DependencyInjection;

public sealed class ChatThroughContainerTests
{
    private const string Key = TestClients.Key;

    private readonly StubHandler _network = StubHandler.Json(OfficialCalls.Answer);

    private readonly IConfigurationRoot _configuration = TestContainer.Configuration(
        ("Routeur:ApiKey", Key), ("Routeur:Endpoint", "http://127.0.0.1:9/v1"), ("Routeur:Model", "first"), ("Routeur:MaxRetries", "0"));

    [Fact]
    public async Task A_chat_client_of_the_container_answers()
    {
        using ServiceProvider services = Build();

        ChatResponse response = await AskAsync(services.GetRequiredService<IChatClient>());

        Assert.Equal("Hello", response.Text);
        RecordedRequest request = Assert.Single(_network.Requests);
        Assert.Equal("Bearer " + Key, request.Header("Authorization"));
        Assert.Equal("first", (string?)request.Json["model"]);
        Assert.Null(request.Header("Routeur-Provider"));
        Assert.Equal("true", request.Header("Routeur-Trace"));
    }

    [Fact]
    public async Task Model_provider_key_and_endpoint_change_between_two_calls()
    {
        using ServiceProvider services = Build();
        IChatClient chat = services.GetRequiredService<IChatClient>();
        IChatClient cheap = services.GetRequiredKeyedService<IChatClient>("cheap");
        await AskAsync(chat);
        await AskAsync(cheap);

        _configuration["Routeur:ApiKey"] = "rtr_second";
        _configuration["Routeur:Endpoint"] = "http://127.0.0.1:10/v2";
        _configuration["Routeur:Model"] = "second";
        _configuration["Routeur:Provider"] = "openai";
        _configuration["Routeur:Trace"] = "false";
        _configuration.Reload();
        await AskAsync(chat);
        await AskAsync(cheap);

        Assert.Equal(
            [
                ("http://127.0.0.1:9/v1/chat/completions", "Bearer " + Key, "first", null, "true"),
                ("http://127.0.0.1:9/v1/chat/completions", "Bearer " + Key, "first", "deepseek", "true"),
                ("http://127.0.0.1:10/v2/chat/completions", "Bearer rtr_second", "second", "openai", null),
                ("http://127.0.0.1:10/v2/chat/completions", "Bearer rtr_second", "second", "deepseek", null),
            ],
            _network.Requests.Select(r => (
                r.Uri.AbsoluteUri, r.Header("Authorization"), (string?)r.Json["model"], r.Header("Routeur-Provider"), r.Header("Routeur-Trace"))));
    }

    [Fact]
    public async Task A_call_under_way_keeps_the_settings_it_began_with()
    {
        var arrived = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var network = new StubHandler(async (request, _) =>
        {
            if (request.Header("Authorization") == "Bearer " + Key)
            {
                arrived.TrySetResult();
                await release.Task;
                throw new HttpRequestException(HttpRequestError.ConnectionError);
            }

            return StubHandler.Response("{}");
        });
        _configuration["Routeur:MaxRetries"] = "1";
        _configuration["Routeur:MaxRetryDelay"] = "00:00:00";
        using ServiceProvider services = Build(network);

        Task<ChatResponse> call = AskAsync(services.GetRequiredService<IChatClient>());
        await arrived.Task.WaitAsync(TestContext.Current.CancellationToken);
        _configuration["Routeur:ApiKey"] = "rtr_second";
        _configuration["Routeur:Model"] = "second";
        _configuration.Reload();
        release.SetResult();

        await Assert.ThrowsAsync<RouteurException>(() => call);
        Assert.Equal(2, network.Requests.Count);
        Assert.All(network.Requests, r => Assert.Equal(("Bearer " + Key, "first"), (r.Header("Authorization"), (string?)r.Json["model"])));
    }

    [Fact]
    public async Task A_scope_reaches_the_calls_of_a_client_of_the_container()
    {
        using ServiceProvider services = Build();
        IChatClient chat = services.GetRequiredService<IChatClient>();

        using (RouteurRouting.BeginScope(provider: "gemini"))
        {
            await AskAsync(chat);
        }

        Assert.Equal("gemini", Assert.Single(_network.Requests).Header("Routeur-Provider"));
    }

    private static Task<ChatResponse> AskAsync(IChatClient chat) =>
        chat.GetResponseAsync("Hi", cancellationToken: TestContext.Current.CancellationToken);

    private ServiceProvider Build(StubHandler? network = null) => TestContainer.Build(
        s =>
        {
            s.AddRouteurChatClient().UseFunctionInvocation();
            s.AddKeyedRouteurChatClient("cheap", o => o.Provider = "deepseek");
            s.AddHttpClient(RouteurHttpClient.Name).ConfigurePrimaryHttpMessageHandler(() => network ?? _network);
        },
        _configuration);
}
