using System.Net;
using Microsoft.SemanticKernel;
using Routeur.AI.LocalGateway;
using Routeur.AI.SemanticKernel.Tests.Support;

namespace Routeur.AI.SemanticKernel.Tests.Settings;

public sealed class PromptFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("prompts");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_prompt_file_pinned_to_a_provider_is_routed_there()
    {
        await using KernelOnGateway on = await KernelOnGateway.StartAsync();
        KernelPlugin plugin = on.Kernel.ImportPluginFromPromptDirectory(Write(
            """{"default":{"routeur_provider":"gemini","routeur_model":"gemini-2.0-flash","routeur_trace":false,"temperature":0.25,"max_tokens":50,"stop_sequences":["END"],"top_k":3}}"""), "Prompts");

        FunctionResult result = await on.Kernel.InvokeAsync(plugin["Pinned"], new() { ["what"] = "rivers" });

        Assert.Equal("gemini", on.Requests[0].Headers["Routeur-Provider"]);
        Assert.Equal("gemini-2.0-flash", on.Requests[0].Headers["Routeur-Model"]);
        Assert.DoesNotContain("true", on.Requests[0].Headers.GetValueOrDefault("Routeur-Trace") ?? "", StringComparison.Ordinal);
        Assert.Equal(
            (0.25, 50, "END"),
            (on.Body(0).GetProperty("temperature").GetDouble(), on.Body(0).GetProperty("max_completion_tokens").GetInt32(), on.Body(0).GetProperty("stop")[0].GetString()));
        Assert.DoesNotContain("routeur_", on.Requests[0].Body, StringComparison.Ordinal);
        Assert.StartsWith("[gemini/gemini-2.0-flash]", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_so_with_the_chat_client_alone_too()
    {
        await using KernelOnGateway on = await KernelOnGateway.StartAsync((b, g) => b.AddRouteurChatClient(apiKey: g.ApiKey, endpoint: g.Endpoint));
        KernelPlugin plugin = on.Kernel.ImportPluginFromPromptDirectory(Write(
            """{"default":{"routeur_provider":"gemini","routeur_trace":"false","temperature":"0.25","max_tokens":50}}"""), "Prompts");

        await on.Kernel.InvokeAsync(plugin["Pinned"], new() { ["what"] = "rivers" });
        await on.Kernel.InvokePromptAsync("Hello", new KernelArguments(new RouteurPromptExecutionSettings { Provider = "deepseek", MaxTokens = 7 }));

        Assert.Equal("gemini", on.Requests[0].Headers["Routeur-Provider"]);
        Assert.Equal(0.25, on.Body(0).GetProperty("temperature").GetDouble());
        Assert.Equal("deepseek", on.Requests[1].Headers["Routeur-Provider"]);
        Assert.Equal(7, on.Body(1).GetProperty("max_tokens").GetInt32());
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_prompt_pinned_to_a_provider_that_fails_moves_on(bool clientOnly, bool typed)
    {
        await using KernelOnGateway on = await KernelOnGateway.StartAsync(clientOnly
            ? (b, g) => b.AddRouteurChatClient(apiKey: g.ApiKey, endpoint: g.Endpoint)
            : null);
        on.Gateway.When(request => request.Route!.Provider == "gemini", ScriptedReply.Error(HttpStatusCode.BadGateway, "upstream_error", "out of order"));
        KernelPlugin plugin = on.Kernel.ImportPluginFromPromptDirectory(Write(
            """{"default":{"routeur_provider":"gemini","routeur_fallbacks":[{"provider":"deepseek","model":"deepseek-chat"}]}}"""), "Prompts");

        FunctionResult result = typed
            ? await on.Kernel.InvokePromptAsync("Hello", new KernelArguments(new RouteurPromptExecutionSettings { Provider = "gemini", Fallbacks = [new("deepseek", "deepseek-chat")] }))
            : await on.Kernel.InvokeAsync(plugin["Pinned"], new() { ["what"] = "rivers" });

        Assert.Equal(["gemini", "deepseek"], on.Requests.Select(request => request.Headers["Routeur-Provider"]));
        Assert.DoesNotContain("routeur_", on.Requests[1].Body, StringComparison.Ordinal);
        Assert.StartsWith("[deepseek/deepseek-chat]", result.ToString(), StringComparison.Ordinal);
        RouteurFailedTarget failed = Assert.Single(result.GetRouteurTrace()!.FailedTargets);
        Assert.Equal(("gemini", RouteurErrorCode.UpstreamError), (failed.Provider, failed.ErrorCode));
    }

    [Theory]
    [InlineData("""{"default":{"temperature":"hot"}}""", "RouteurPromptExecutionSettings.Temperature (key \"temperature\") is the text \"hot\"")]
    [InlineData("""{"default":{"max_tokens":"many"}}""", "RouteurPromptExecutionSettings.MaxTokens (key \"max_tokens\") is the text \"many\"")]
    [InlineData("""{"default":{"routeur_trace":"perhaps"}}""", "routeur_trace")]
    [InlineData("""{"default":{"routeur_provider":["gemini"]}}""", "routeur_provider")]
    [InlineData("""{"default":{"routeur_provder":"gemini"}}""", "routeur_provder")]
    [InlineData("""{"default":{"routeur_provider":"gemini","routeur_fallbacks":["deepseek"]}}""", "routeur_fallbacks")]
    [InlineData("""{"default":{"routeur_fallbacks":[{"provider":"deepseek"}]}}""", "Name one too")]
    public async Task A_wrong_type_in_a_prompt_file_is_named_before_anything_is_sent(string executionSettings, string named)
    {
        await using KernelOnGateway on = await KernelOnGateway.StartAsync();
        await using KernelOnGateway clientOnly = await KernelOnGateway.StartAsync((b, g) => b.AddRouteurChatClient(apiKey: g.ApiKey, endpoint: g.Endpoint));
        string folder = Write(executionSettings);

        foreach (KernelOnGateway kernel in new[] { on, clientOnly })
        {
            KernelPlugin plugin = kernel.Kernel.ImportPluginFromPromptDirectory(folder, "Prompts");
            ArgumentException thrown = await Assert.ThrowsAsync<ArgumentException>(
                () => kernel.Kernel.InvokeAsync(plugin["Pinned"], new() { ["what"] = "rivers" }));
            Assert.Contains(named, thrown.Message, StringComparison.Ordinal);
            Assert.Empty(kernel.Requests);
        }
    }

    [Fact]
    public async Task A_prompt_names_a_service_and_steers_only_its_own_calls()
    {
        await using KernelOnGateway on = await KernelOnGateway.StartAsync((b, g) => b
            .AddRouteurChatCompletion("gpt-4o", g.ApiKey, g.Endpoint, "smart")
            .AddRouteurChatCompletion(apiKey: g.ApiKey, endpoint: g.Endpoint));
        KernelPlugin plugin = on.Kernel.ImportPluginFromPromptDirectory(Write("""{"smart":{"temperature":0.1}}"""), "Prompts");

        await on.Kernel.InvokeAsync(plugin["Pinned"], new() { ["what"] = "rivers" });
        await on.Kernel.InvokePromptAsync("Hello");

        Assert.Equal(["gpt-4o", "gpt-4o-mini"], on.Requests.Select(r => r.Route!.Model));
    }

    [Fact]
    public async Task A_template_is_rendered_with_its_roles()
    {
        await using KernelOnGateway on = await KernelOnGateway.StartAsync();
        KernelFunction function = KernelFunctionFactory.CreateFromPrompt(
            """
            <message role="system">You are brief.</message>
            <message role="user">About {{$what}}</message>
            """,
            new RouteurPromptExecutionSettings { ChatSystemPrompt = "Not this." });

        await on.Kernel.InvokeAsync(function, new() { ["what"] = "rivers" });
        await on.Kernel.InvokePromptAsync("Hello", new KernelArguments(new RouteurPromptExecutionSettings { ChatSystemPrompt = "Be kind." }));

        Assert.Equal(["You are brief.", "About rivers"], Contents(on, 0));
        Assert.Equal(["Be kind.", "Hello"], Contents(on, 1));
    }

    private static IEnumerable<string?> Contents(KernelOnGateway on, int request) =>
        on.Body(request).GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("content").GetString());

    private string Write(string executionSettings)
    {
        DirectoryInfo prompt = _folder.CreateSubdirectory("Pinned");
        File.WriteAllText(Path.Combine(prompt.FullName, "skprompt.txt"), "Tell me about {{$what}}.");
        File.WriteAllText(
            Path.Combine(prompt.FullName, "config.json"),
            $$"""{"schema":1,"description":"A pinned prompt","execution_settings":{{executionSettings}},"input_variables":[{"name":"what"}]}""");
        return _folder.FullName;
    }
}
