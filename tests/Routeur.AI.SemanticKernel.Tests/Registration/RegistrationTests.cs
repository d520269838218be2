using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Services;
using Microsoft.SemanticKernel.TextGeneration;
using Routeur.AI.LocalGateway;
using Routeur.AI.SemanticKernel.Tests.Support;

namespace Routeur.AI.SemanticKernel.Tests.Registration;

public sealed class RegistrationTests
{
    [Fact]
    public async Task One_line_makes_a_kernel_answer()
    {
        await using KernelOnGateway on = await KernelOnGateway.StartAsync();

        FunctionResult result = await on.Kernel.InvokePromptAsync("Name a river");

        Assert.Equal("[openai/gpt-4o-mini] You said: Name a river", result.ToString());
        Assert.Equal("auto", on.Body(0).GetProperty("model").GetString());
    }

    [Fact]
    public async Task Chat_completion_text_generation_and_chat_client_are_resolvable_by_service_id()
    {
        await using KernelOnGateway on = await KernelOnGateway.StartAsync((b, g) =>
            b.AddRouteurChatCompletion("gpt-4o", g.ApiKey, g.Endpoint, "smart"));

        var chat = on.Kernel.GetRequiredService<IChatCompletionService>("smart");
        var text = on.Kernel.GetRequiredService<ITextGenerationService>("smart");
        var client = on.Kernel.GetRequiredService<IChatClient>("smart");

        Assert.Contains("gpt-4o]", (await chat.GetChatMessageContentAsync("Hello")).Content, StringComparison.Ordinal);
        Assert.Contains("gpt-4o]", (await text.GetTextContentAsync("Hello")).Text, StringComparison.Ordinal);
        Assert.Contains("gpt-4o]", (await client.GetResponseAsync("Hello")).Text, StringComparison.Ordinal);
        Assert.Same(client.GetService<RouteurClient>(), on.Kernel.GetRequiredService<RouteurClient>("smart"));
        Assert.Single(on.Kernel.GetAllServices<IChatClient>());
        Assert.Single(on.Kernel.GetAllServices<IChatCompletionService>());
    }

    [Fact]
    public async Task Text_generation_streams_too()
    {
        await using KernelOnGateway on = await KernelOnGateway.StartAsync();
        var service = on.Kernel.GetRequiredService<ITextGenerationService>();

        string text = "";
        await foreach (StreamingTextContent piece in service.GetStreamingTextContentsAsync("Name a river"))
        {
            text += piece.Text;
        }

        Assert.Equal("[openai/gpt-4o-mini] You said: Name a river", text);
    }

    [Fact]
    public async Task The_chat_client_alone_serves_prompt_functions_with_MEAI_answers()
    {
        await using KernelOnGateway on = await KernelOnGateway.StartAsync((b, g) =>
            b.AddRouteurChatClient(apiKey: g.ApiKey, endpoint: g.Endpoint));

        FunctionResult result = await on.Kernel.InvokePromptAsync("Name a river");

        Assert.Equal("[openai/gpt-4o-mini] You said: Name a river", result.GetValue<ChatResponse>()!.Text);
        Assert.Null(on.Kernel.Services.GetService<IChatCompletionService>());
    }

    [Fact]
    public async Task Services_are_attributed_to_model_and_endpoint()
    {
        await using KernelOnGateway on = await KernelOnGateway.StartAsync((b, g) =>
            b.AddRouteurChatCompletion("gpt-4o", g.ApiKey, g.Endpoint));

        Assert.Equal("gpt-4o", on.Chat.GetModelId());
        Assert.Equal(on.Gateway.Endpoint.ToString(), on.Chat.GetEndpoint());
        Assert.Equal("gpt-4o", on.Client.GetModelId());
    }

    [Theory]
    [InlineData("gemini-2.0-flash", "gemini-2.0-flash")]
    [InlineData("gpt-4o", "gpt-4o")]
    public async Task A_prompt_that_names_a_model_gets_the_service_of_that_model(string model, string expected)
    {
        await using KernelOnGateway on = await KernelOnGateway.StartAsync((b, g) => b
            .AddRouteurChatCompletion("gpt-4o", g.ApiKey, g.Endpoint)
            .AddRouteurChatCompletion("gemini-2.0-flash", g.ApiKey, g.Endpoint));

        await on.Kernel.InvokePromptAsync("Hello", new KernelArguments(new PromptExecutionSettings { ModelId = model }));

        Assert.Equal(2, on.Kernel.GetAllServices<IChatCompletionService>().Count());
        Assert.Equal(expected, on.Requests[0].Route!.Model);
    }

    [Fact]
    public async Task A_prompt_that_names_a_service_id_gets_that_service_and_a_model_that_no_service_has_is_asked_for_anyway()
    {
        await using KernelOnGateway on = await KernelOnGateway.StartAsync((b, g) => b
            .AddRouteurChatCompletion(apiKey: g.ApiKey, endpoint: g.Endpoint)
            .AddRouteurChatCompletion("deepseek-chat", g.ApiKey, g.Endpoint, "cheap"));

        await on.Kernel.InvokePromptAsync("Hello", new KernelArguments(new PromptExecutionSettings { ServiceId = "cheap" }));
        await on.Kernel.InvokePromptAsync("Hello", new KernelArguments(new PromptExecutionSettings { ModelId = "gpt-4o" }));

        Assert.Equal(["deepseek-chat", "gpt-4o"], on.Requests.Select(r => r.Route!.Model));
    }

    [Fact]
    public async Task Arguments_of_one_registration_are_not_those_of_another()
    {
        await using RouteurLocalGateway other = await RouteurLocalGateway.StartAsync();
        await using KernelOnGateway on = await KernelOnGateway.StartAsync((b, g) => b
            .AddRouteurChatCompletion("gpt-4o", other.ApiKey, other.Endpoint)
            .AddRouteurChatCompletion("auto", g.ApiKey, g.Endpoint, "any"));

        await on.Kernel.GetRequiredService<IChatCompletionService>("any").GetChatMessageContentAsync("Hello");
        await on.Kernel.GetRequiredService<IChatCompletionService>().GetChatMessageContentAsync("Hello");

        Assert.Equal("auto", on.Body(0).GetProperty("model").GetString());
        Assert.Equal("gpt-4o", Assert.Single(other.Requests).ReadJson().GetProperty("model").GetString());
    }

    [Fact]
    public async Task An_own_HttpClient_is_used_by_its_registration_only()
    {
        using var counting = new CountingHandler();
        using var http = new HttpClient(counting);
        await using KernelOnGateway on = await KernelOnGateway.StartAsync((b, g) => b
            .AddRouteurChatCompletion(apiKey: g.ApiKey, endpoint: g.Endpoint, httpClient: http)
            .AddRouteurChatCompletion(apiKey: g.ApiKey, endpoint: g.Endpoint, serviceId: "other"));

        await on.Kernel.GetRequiredService<IChatCompletionService>("other").GetChatMessageContentAsync("Hello");
        Assert.Equal(0, counting.Count);

        // The last registration without an id is the default one.
        await on.Kernel.Services.GetRequiredService<IChatCompletionService>().GetChatMessageContentAsync("Hello");
        Assert.Equal(1, counting.Count);
    }

    [Fact]
    public async Task A_delegate_a_section_and_a_registered_client_are_ways_too()
    {
        await using RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync();
        IConfigurationRoot configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Routeur:ApiKey"] = gateway.ApiKey,
            ["Routeur:Endpoint"] = gateway.Endpoint.ToString(),
            ["Cheap:Provider"] = "deepseek",
            ["Cheap:Model"] = "deepseek-chat",
        }).Build();
        using var own = new RouteurClient(new RouteurOptions { ApiKey = gateway.ApiKey, Endpoint = gateway.Endpoint, Model = "gpt-4o" });
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddKeyedRouteurChatClient("keyed", o => o.Provider = "gemini");
        services.AddRouteurChatClient();
        services.AddKernel()
            .AddRouteurChatCompletion(o => o.Provider = "gemini", "delegate")
            .AddRouteurChatCompletion(configuration.GetSection("Cheap"), "section")
            .AddRouteurChatCompletion(own, "own")
            .AddRouteurChatCompletion(client: null, "keyed")
            .AddRouteurChatClient(client: null, "unnamed");
        await using ServiceProvider provider = services.BuildServiceProvider();
        Kernel kernel = provider.GetRequiredService<Kernel>();

        foreach (string id in new[] { "delegate", "section", "own", "keyed" })
        {
            await kernel.GetRequiredService<IChatCompletionService>(id).GetChatMessageContentAsync("Hello");
        }

        await kernel.GetRequiredService<IChatClient>("unnamed").GetResponseAsync("Hello");

        Assert.Equal(
            ["gemini-2.0-flash", "deepseek-chat", "gpt-4o", "gemini-2.0-flash", "gpt-4o-mini"],
            gateway.Requests.Select(r => r.Route!.Model));
    }

    [Fact]
    public async Task The_service_collection_takes_the_same_registrations()
    {
        await using RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync();
        var services = new ServiceCollection();
        services.AddRouteurChatCompletion("gpt-4o", gateway.ApiKey, gateway.Endpoint);
        services.AddRouteurChatClient("gemini-2.0-flash", gateway.ApiKey, gateway.Endpoint, "meai");
        services.AddRouteurChatClient(o => (o.ApiKey, o.Endpoint, o.Provider) = (gateway.ApiKey, gateway.Endpoint, "deepseek"), "delegate");
        services.AddKernel();
        await using ServiceProvider provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        Kernel kernel = provider.GetRequiredService<Kernel>();

        await kernel.InvokePromptAsync("Hello");
        await kernel.GetRequiredService<IChatClient>("meai").GetResponseAsync("Hello");
        await kernel.GetRequiredService<IChatClient>("delegate").GetResponseAsync("Hello");

        Assert.Equal(["gpt-4o", "gemini-2.0-flash", "deepseek-chat"], gateway.Requests.Select(r => r.Route!.Model));
    }

    [Fact]
    public async Task A_service_made_by_hand_works_and_leaves_its_client_open()
    {
        await using RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync();
        using var client = new RouteurClient(new RouteurOptions { ApiKey = gateway.ApiKey, Endpoint = gateway.Endpoint });

        using (var service = new RouteurChatCompletionService(client))
        {
            Assert.Contains("Hello", (await service.GetChatMessageContentAsync("Hello")).Content, StringComparison.Ordinal);
        }

        using var second = new RouteurChatCompletionService(client);
        Assert.Contains("again", (await second.GetChatMessageContentAsync("again")).Content, StringComparison.Ordinal);
    }

    private sealed class CountingHandler() : DelegatingHandler(new SocketsHttpHandler())
    {
        private int _count;

        public int Count => _count;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _count);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
