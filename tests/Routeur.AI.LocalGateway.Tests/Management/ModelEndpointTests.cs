using System.Net;
using Routeur.AI.LocalGateway.Tests.Support;

namespace Routeur.AI.LocalGateway.Tests.Management;

public sealed class ModelEndpointTests
{
    private static readonly RouteurLocalGatewayOptions Options = new()
    {
        Models =
        [
            .. GatewayModel.Defaults,
            new("meta/llama 3", "meta") { Aliases = ["open"], Configured = false },
            new("shared-1", "first") { Configured = false },
            new("shared-1", "second"),
        ],
    };

    [Theory]
    [InlineData("gpt-4o-mini")]
    [InlineData("auto")]
    public async Task A_model_is_the_documented_object_and_OpenAIs_too(string id)
    {
        await using TestCaller caller = await TestCaller.StartAsync(Options);

        TestReply reply = await caller.CallAsync("GET", $"v1/models/{id}");

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Golden.ShouldMatch(reply.Body, "model", "object", "created", "owned_by");
        Assert.Equal("model", reply.Json.GetProperty("object").GetString());
        Assert.Equal("openai", reply.Json.GetProperty("owned_by").GetString());
    }

    [Theory]
    [InlineData("meta%2Fllama%203", "meta/llama 3", "meta", false)]
    [InlineData("meta/llama 3", "meta/llama 3", "meta", false)]
    [InlineData("open", "meta/llama 3", "meta", false)]
    [InlineData("shared-1", "shared-1", "second", true)]
    public async Task Ids_may_hold_slashes_and_configured_models_come_first(string path, string id, string provider, bool configured)
    {
        await using TestCaller caller = await TestCaller.StartAsync(Options);

        TestReply reply = await caller.CallAsync("GET", $"v1/models/{path}");

        Assert.Equal(id, reply.Json.GetProperty("id").GetString());
        Assert.Equal(provider, reply.Json.GetProperty("provider").GetString());
        Assert.Equal(configured, reply.Json.GetProperty("configured").GetBoolean());
    }

    [Theory]
    [InlineData("nobody-knows")]
    [InlineData("Auto")]
    public async Task An_unknown_model_is_not_found(string id)
    {
        await using TestCaller caller = await TestCaller.StartAsync(Options);

        TestReply reply = await caller.CallAsync("GET", $"v1/models/{id}");

        reply.ShouldBeError(HttpStatusCode.NotFound, "not_found", $"unknown model: {id}");
    }

    [Fact]
    public async Task An_alias_that_only_a_rule_knows_is_no_model()
    {
        await using TestCaller caller = await TestCaller.StartAsync(new()
        {
            Rules = [new() { Name = "r", RequestedModel = "team", Provider = "openai", Model = "gpt-4o" }],
        });

        Assert.Equal(HttpStatusCode.NotFound, (await caller.CallAsync("GET", "v1/models/team")).Status);
    }

    [Fact]
    public async Task The_list_is_in_OpenAIs_envelope_and_holds_all()
    {
        await using TestCaller caller = await TestCaller.StartAsync(Options);

        TestReply reply = await caller.CallAsync("GET", "v1/models");

        Assert.Equal("list", reply.Json.GetProperty("object").GetString());
        Assert.Equal(
            ["gpt-4o-mini", "gpt-4o", "gemini-2.0-flash", "deepseek-chat", "meta/llama 3", "shared-1", "shared-1"],
            reply.Json.GetProperty("data").EnumerateArray().Select(m => m.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task The_key_is_asked_for_here_too()
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        TestReply reply = await caller.CallAsync("GET", "v1/models", key: "rtr_nobody");

        reply.ShouldBeError(HttpStatusCode.Unauthorized, "unauthorized", "unknown API key");
    }

    [Fact]
    public async Task A_model_cannot_be_deleted()
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        TestReply reply = await caller.CallAsync("DELETE", "v1/models/auto");

        reply.ShouldBeError(HttpStatusCode.MethodNotAllowed, "invalid_request", "DELETE is not allowed on /v1/models/auto");
    }
}
