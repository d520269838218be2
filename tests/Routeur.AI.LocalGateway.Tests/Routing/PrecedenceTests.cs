using System.Net;
using Routeur.AI.LocalGateway.Tests.Support;

namespace Routeur.AI.LocalGateway.Tests.Routing;

public sealed class PrecedenceTests
{
    private static readonly RouteurLocalGatewayOptions Options = new()
    {
        Models =
        [
            .. GatewayModel.Defaults,
            new("gemini-2.5-pro", "gemini") { PromptPrice = 1.25m, CompletionPrice = 10m, Aliases = ["smart"] },
            new("shared-1", "acme") { PromptPrice = 9m, Configured = false, Aliases = ["shared"] },
            new("shared-1", "openai") { PromptPrice = 9m, Aliases = ["shared"] },
            new("mistral-large", "mistral") { Configured = false, Aliases = ["frozen"] },
        ],
        Rules =
        [
            new() { Name = "low", RequestedModel = "team-fast", Provider = "openai", Model = "gpt-4o", Priority = 1 },
            new() { Name = "fast_lane", RequestedModel = "team-fast", Provider = "deepseek", Model = "deepseek-chat", Priority = 50 },
            new() { Name = "later_tie", RequestedModel = "team-fast", Provider = "openai", Model = "gpt-4o", Priority = 50 },
            new() { Name = "staged", RequestedModel = "team-fast", Provider = "openai", Model = "gpt-4o", Priority = 99, Enabled = false },
            new() { Name = "cheap", RequestedModel = "smart", ActionKind = GatewayRuleAction.Auto },
            new() { Name = "never", RequestedModel = "gpt-4o", Provider = "deepseek", Model = "deepseek-chat", Priority = 100 },
            new() { Name = "cold", RequestedModel = "team-cold", Provider = "mistral", Model = "mistral-large" },
        ],
    };

    [Theory]
    [InlineData("auto", null, null, "openai/gpt-4o-mini", "default")]
    [InlineData("shared", null, null, "openai/shared-1", "default")]
    [InlineData("team-fast", null, null, "deepseek/deepseek-chat", "rule:fast_lane")]
    [InlineData("smart", null, null, "gemini/gemini-2.0-flash", "rule:cheap")]
    [InlineData("gpt-4o", null, null, "openai/gpt-4o", "explicit")]
    [InlineData("shared-1", null, null, "openai/shared-1", "explicit")]
    [InlineData("gpt-4o", "deepseek", null, "deepseek/deepseek-chat", "header")]
    [InlineData("gpt-4o", null, "gemini-2.0-flash", "gemini/gemini-2.0-flash", "header")]
    [InlineData("gpt-4o", "gemini", "gemini-2.5-pro", "gemini/gemini-2.5-pro", "header")]
    [InlineData("auto", "gemini", null, "gemini/gemini-2.0-flash", "header")]
    [InlineData("nobody-knows", "openai", "gpt-4o", "openai/gpt-4o", "header")]
    [InlineData("team-fast", "openai", null, "openai/gpt-4o-mini", "header")]
    [InlineData("gpt-4o", " ", "", "openai/gpt-4o", "explicit")]
    public async Task Headers_win_over_ids_and_ids_over_rules_and_rules_over_the_default(
        string model, string? providerHeader, string? modelHeader, string target, string reason)
    {
        await using TestCaller caller = await TestCaller.StartAsync(Options);

        TestReply reply = await Send(caller, model, providerHeader, modelHeader);

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.StartsWith($"[{target}] ", reply.Text);
        Assert.Equal(target, $"{reply.Trace.GetProperty("provider")}/{reply.Trace.GetProperty("model")}");
        Assert.Equal(reason, reply.Trace.GetProperty("route_reason").GetString());
        Assert.Equal(model, reply.Trace.GetProperty("requested_model").GetString());
    }

    [Theory]
    [InlineData("nobody-knows", null, null, "unknown model: nobody-knows")]
    [InlineData("auto", null, "nobody-knows", "unknown model: nobody-knows")]
    [InlineData("auto", "gemini", "gpt-4o", "unknown model: gpt-4o of provider gemini")]
    [InlineData("auto", null, "auto", "unknown model: auto")]
    [InlineData("Auto", null, null, "unknown model: Auto")]
    public async Task A_model_that_nobody_knows_is_not_found(string model, string? providerHeader, string? modelHeader, string message)
    {
        await using TestCaller caller = await TestCaller.StartAsync(Options);

        TestReply reply = await Send(caller, model, providerHeader, modelHeader);

        reply.ShouldBeError(HttpStatusCode.NotFound, "not_found", message);
    }

    [Theory]
    [InlineData("auto", "mistral", null)]
    [InlineData("auto", "nobody", null)]
    [InlineData("auto", "nobody", "gpt-4o")]
    [InlineData("auto", null, "mistral-large")]
    [InlineData("mistral-large", null, null)]
    [InlineData("frozen", null, null)]
    [InlineData("team-cold", null, null)]
    public async Task A_provider_without_a_credential_cannot_be_routed_to(string model, string? providerHeader, string? modelHeader)
    {
        await using TestCaller caller = await TestCaller.StartAsync(Options);

        TestReply reply = await Send(caller, model, providerHeader, modelHeader);

        reply.ShouldBeError(HttpStatusCode.BadGateway, "upstream_error", "provider_unconfigured");
    }

    [Fact]
    public async Task Auto_needs_no_mapping()
    {
        await using TestCaller caller = await TestCaller.StartAsync(new()
        {
            Models = [new("dear", "acme") { PromptPrice = 2m }, new("cheap", "acme") { PromptPrice = 1m }],
        });

        TestReply reply = await Send(caller, "auto", null, null);

        Assert.Equal("cheap", reply.Trace.GetProperty("model").GetString());
        Assert.Equal("default", reply.Trace.GetProperty("route_reason").GetString());
    }

    private static Task<TestReply> Send(TestCaller caller, string model, string? providerHeader, string? modelHeader)
    {
        List<(string, string)> headers = [("Routeur-Trace", "true")];
        if (providerHeader is not null)
        {
            headers.Add(("Routeur-Provider", providerHeader));
        }

        if (modelHeader is not null)
        {
            headers.Add(("Routeur-Model", modelHeader));
        }

        return caller.SendAsync($$"""{"model":"{{model}}","messages":[{"role":"user","content":"Hi"}]}""", [.. headers]);
    }
}
