using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Routeur.AI.SemanticKernel.Tests.Support;

namespace Routeur.AI.SemanticKernel.Tests.Registration;

public sealed class BadInputTests
{
    [Fact]
    public void A_service_id_cannot_be_taken_twice()
    {
        IKernelBuilder builder = Kernel.CreateBuilder().AddRouteurChatCompletion(apiKey: "rtr_first", serviceId: "cheap");

        foreach (Action again in new Action[]
        {
            () => builder.AddRouteurChatCompletion(apiKey: "rtr_second", serviceId: "cheap"),
            () => builder.AddRouteurChatClient(o => o.Model = "x", "cheap"),
            () => builder.AddRouteurChatClient(client: null, "cheap"),
        })
        {
            ArgumentException thrown = Assert.Throws<ArgumentException>(again);
            Assert.Contains("\"cheap\" is registered already", thrown.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("rtr_", thrown.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Blank_ids_and_null_arguments_are_refused_by_name()
    {
        IKernelBuilder builder = Kernel.CreateBuilder();

        Assert.Equal("modelId", Assert.Throws<ArgumentException>(() => builder.AddRouteurChatCompletion(" ")).ParamName);
        Assert.Equal("serviceId", Assert.Throws<ArgumentException>(() => builder.AddRouteurChatCompletion(serviceId: "")).ParamName);
        Assert.Equal("configure", Assert.Throws<ArgumentNullException>(() => builder.AddRouteurChatClient((Action<RouteurOptions>)null!)).ParamName);
        Assert.Equal("builder", Assert.Throws<ArgumentNullException>(() => ((IKernelBuilder)null!).AddRouteurChatCompletion()).ParamName);
        Assert.Equal("services", Assert.Throws<ArgumentNullException>(() => ((IServiceCollection)null!).AddRouteurChatCompletion()).ParamName);
        Assert.Equal("client", Assert.Throws<ArgumentNullException>(() => new RouteurChatCompletionService((RouteurClient)null!)).ParamName);
    }

    [Fact]
    public async Task Without_a_key_a_kernel_is_built_and_its_first_call_says_what_is_missing()
    {
        Kernel kernel = Kernel.CreateBuilder().AddRouteurChatCompletion(apiKey: " ").Build();

        ArgumentException thrown = await Assert.ThrowsAsync<ArgumentException>(() => kernel.InvokePromptAsync("Hello"));

        Assert.Contains("RouteurOptions.ApiKey is missing", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("ROUTEUR_KEY", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_key_a_host_does_not_start_and_says_which_service_lacks_it()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddKernel().AddRouteurChatCompletion(serviceId: "cheap");
        using IHost host = builder.Build();

        OptionsValidationException thrown = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Contains("\"cheap\"", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("RouteurOptions.ApiKey is missing", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_provider_is_the_error_of_the_service()
    {
        await using KernelOnGateway on = await KernelOnGateway.StartAsync();

        RouteurException thrown = await Assert.ThrowsAsync<RouteurException>(() => on.Kernel.InvokePromptAsync(
            "Hello", new KernelArguments(new RouteurPromptExecutionSettings { Provider = "nobody" })));

        Assert.StartsWith("No credential is configured for the provider", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("correct it where it was set: RouteurOptions.Provider", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(RouteurErrorCode.ProviderUnconfigured, thrown.ErrorCode);
        Assert.False(thrown.IsTransient);
        Assert.Single(on.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Automatic_functions_need_the_kernel(bool stream)
    {
        await using KernelOnGateway on = await KernelOnGateway.StartAsync();
        ChatHistory history = [new ChatMessageContent(AuthorRole.User, "Hello")];
        var settings = new RouteurPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };

        KernelException thrown = stream
            ? Assert.Throws<KernelException>(() => { on.Chat.GetStreamingChatMessageContentsAsync(history, settings, kernel: null); })
            : await Assert.ThrowsAsync<KernelException>(() => on.Chat.GetChatMessageContentsAsync(history, settings, kernel: null));

        Assert.Contains("Pass the kernel", thrown.Message, StringComparison.Ordinal);
        Assert.Single(history);
        Assert.Empty(on.Requests);
    }

    [Fact]
    public async Task A_service_of_a_disposed_kernel_says_so()
    {
        await using KernelOnGateway on = await KernelOnGateway.StartAsync();
        IChatCompletionService chat = on.Chat;
        IChatClient client = on.Client;
        await ((IAsyncDisposable)on.Kernel.Services).DisposeAsync();

        ObjectDisposedException called = await Assert.ThrowsAsync<ObjectDisposedException>(() => chat.GetChatMessageContentAsync("Hello"));
        Assert.Contains("Keep it for as long as the kernel is used", called.Message, StringComparison.Ordinal);
        Assert.Throws<ObjectDisposedException>(() => { chat.GetStreamingChatMessageContentsAsync("Hello"); });
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.GetResponseAsync("Hello"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => on.Kernel.InvokePromptAsync("Hello"));
        Assert.Empty(on.Requests);
    }

    [Fact]
    public async Task A_registered_client_that_is_not_there_is_asked_for_by_the_call_that_would_add_it()
    {
        Kernel kernel = Kernel.CreateBuilder().AddRouteurChatCompletion(client: null, "cheap").Build();

        InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => kernel.InvokePromptAsync("Hello"));

        Assert.Contains("AddKeyedRouteurChatClient(\"cheap\")", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Content_that_the_dialect_cannot_carry_is_named_and_not_dropped()
    {
        await using KernelOnGateway on = await KernelOnGateway.StartAsync();
        ChatHistory history = [new ChatMessageContent(AuthorRole.User, [new BinaryContent(new byte[] { 1 }, "video/mp4")])];
        ChatHistory nested = [new ChatMessageContent(AuthorRole.User, [new ChatMessageContent(AuthorRole.User, "x")])];

        NotSupportedException video = await Assert.ThrowsAsync<NotSupportedException>(() => on.Chat.GetChatMessageContentsAsync(history));
        NotSupportedException message = await Assert.ThrowsAsync<NotSupportedException>(() => on.Chat.GetChatMessageContentsAsync(nested));

        Assert.Contains("video/mp4", video.Message, StringComparison.Ordinal);
        Assert.Contains("chatHistory[0] holds a ChatMessageContent", message.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentNullException>(() => on.Chat.GetChatMessageContentsAsync((ChatHistory)null!));
    }
}
