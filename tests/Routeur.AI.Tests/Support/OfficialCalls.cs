using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenAI.Chat;

namespace Routeur.AI.Tests.Support;

/// <summary>Calls with the official SDK's client of a container, whose pipeline is also that of the chat client.</summary>
internal static class OfficialCalls
{
    public const string Answer =
        """
        {"id":"c","object":"chat.completion","created":1,"model":"m",
         "choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}]}
        """;

    public static IConfigurationRoot Configuration => TestContainer.Configuration(
        ("Routeur:ApiKey", TestClients.Key), ("Routeur:Endpoint", "http://127.0.0.1:9/v1"), ("Routeur:MaxRetries", "0"));

    /// <summary>A container whose Routeur clients reach this network.</summary>
    public static ServiceProvider Build(Action<IServiceCollection> add, StubHandler network, IConfiguration configuration, CapturedLogs? logs = null) =>
        TestContainer.Build(
            services =>
            {
                add(services);
                services.AddHttpClient(RouteurHttpClient.Name).ConfigurePrimaryHttpMessageHandler(() => network);
            },
            configuration,
            logs);

    public static async Task<string> CallAsync(IServiceProvider services, object? key = null)
    {
        RouteurClient client = key is null ? services.GetRequiredService<RouteurClient>() : services.GetRequiredKeyedService<RouteurClient>(key);
        var completion = await client.OpenAI.GetChatClient("m").CompleteChatAsync(
            [ChatMessage.CreateUserMessage("Hi")], options: null, TestContext.Current.CancellationToken);
        return completion.Value.Content[0].Text;
    }
}
