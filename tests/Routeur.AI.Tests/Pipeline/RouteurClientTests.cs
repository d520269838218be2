using System.ClientModel.Primitives;
using OpenAI.Chat;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Pipeline;

public class RouteurClientTests
{
    [Theory]
    [InlineData("https://api.routeur.ai/v1", "https://api.routeur.ai/v1/chat/completions")]
    [InlineData("https://api.routeur.ai/v1/", "https://api.routeur.ai/v1/chat/completions")]
    [InlineData("https://proxy.example/team-a/routeur/v1", "https://proxy.example/team-a/routeur/v1/chat/completions")]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080/chat/completions")]
    public async Task The_official_client_calls_the_endpoint_with_its_path(string endpoint, string expected)
    {
        StubHandler handler = StubHandler.Json(Answers.Plain);
        using var client = new RouteurClient(TestClients.Options(o => o.Endpoint = new Uri(endpoint)), TestClients.Transport(handler));

        ChatCompletion completion = await client.OpenAI.GetChatClient("gpt-4o").CompleteChatAsync(["hi"]);

        Assert.Equal("Hello", completion.Content[0].Text);
        RecordedRequest request = Assert.Single(handler.Requests);
        Assert.Equal(new Uri(expected), request.Uri);
        Assert.Equal("Bearer " + TestClients.Key, request.Header("Authorization"));
        Assert.Equal("gpt-4o", (string?)request.Json["model"]);
        Assert.Matches(@"^Routeur\.AI/\d+\.\d+\.\d+ OpenAI/", request.Header("User-Agent")!);
    }

    [Fact]
    public async Task A_new_key_and_endpoint_hold_for_the_official_client_too()
    {
        StubHandler handler = StubHandler.Json(Answers.Plain);
        Func<RouteurSettings> settings = TestClients.Settings();
        using RouteurClient client = TestClients.Live(handler, () => settings());
        ChatClient chat = client.OpenAI.GetChatClient("auto");

        await chat.CompleteChatAsync(["hi"]);
        settings = TestClients.Settings(o => (o.ApiKey, o.Endpoint) = ("rtr_second", new Uri("https://second.example/api/v1")));
        await chat.CompleteChatAsync(["hi"]);

        Assert.Equal(new Uri("http://127.0.0.1:9/v1/chat/completions"), handler.Requests[0].Uri);
        Assert.Equal(new Uri("https://second.example/api/v1/chat/completions"), handler.Requests[1].Uri);
        Assert.Equal("Bearer rtr_second", handler.Requests[1].Header("Authorization"));
    }

    [Fact]
    public async Task The_key_does_not_go_along_when_a_policy_points_the_request_elsewhere()
    {
        StubHandler handler = StubHandler.Json(Answers.Plain);
        using var client = new RouteurClient(TestClients.Options(), o =>
        {
            TestClients.Transport(handler)(o);
            o.AddPolicy(new Detour(new Uri("https://elsewhere.example/v1/chat/completions")), PipelinePosition.PerCall);
        });

        await client.OpenAI.GetChatClient("auto").CompleteChatAsync(["hi"]);

        Assert.Null(Assert.Single(handler.Requests).Header("Authorization"));
    }

    [Fact]
    public async Task Policies_of_the_users_own_see_the_finished_headers()
    {
        StubHandler handler = StubHandler.Json(Answers.Plain);
        var seen = new HeaderSpy();
        using var client = new RouteurClient(TestClients.Options(), o =>
        {
            TestClients.Transport(handler)(o);
            o.AddPolicy(seen, PipelinePosition.PerCall);
        });

        await client.OpenAI.GetChatClient("auto").CompleteChatAsync(["hi"]);

        Assert.Equal("true", seen.Trace);
    }

    [Fact]
    public async Task A_retry_policy_of_the_users_own_replaces_ours()
    {
        var handler = new StubHandler(_ => StubHandler.Response("{}", status: System.Net.HttpStatusCode.ServiceUnavailable));
        using var client = new RouteurClient(TestClients.Options(o => o.MaxRetries = 5), o =>
        {
            TestClients.Transport(handler)(o);
            o.RetryPolicy = new ClientRetryPolicy(maxRetries: 0);
        });

        await Assert.ThrowsAsync<RouteurException>(() => client.OpenAI.GetChatClient("auto").CompleteChatAsync(["hi"]));

        Assert.Single(handler.Requests);
    }

    [Fact]
    public void The_endpoint_cannot_be_changed_behind_the_options()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() =>
            new RouteurClient(TestClients.Options(), o => o.Endpoint = new Uri("https://elsewhere.example/v1")));

        Assert.Contains("RouteurOptions.Endpoint", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_client_configures_a_fresh_instance_of_the_sdk_options()
    {
        var instances = new HashSet<object>();
        for (int i = 0; i < 2; i++)
        {
            using var client = new RouteurClient(TestClients.Options(), o =>
            {
                Assert.True(instances.Add(o));
                TestClients.Transport(StubHandler.Json(Answers.Plain))(o);
            });
            await client.OpenAI.GetChatClient("auto").CompleteChatAsync(["hi"]);
        }
    }

    [Fact]
    public void Later_changes_of_the_options_have_no_effect()
    {
        RouteurOptions options = TestClients.Options();
        using var client = new RouteurClient(options);

        options.ApiKey = "rtr_changed";
        options.Model = "changed";

        Assert.Equal(TestClients.Key, client.Settings.ApiKey);
        Assert.Equal("auto", client.Settings.Model);
    }

    [Fact]
    public void Nothing_that_can_be_printed_shows_the_key()
    {
        RouteurOptions options = TestClients.Options();
        using var client = new RouteurClient(options);

        foreach (object printed in new object[] { options, client, client.Settings, client.AsIChatClient(), client.OpenAI })
        {
            Assert.DoesNotContain(TestClients.Key, printed.ToString(), StringComparison.Ordinal);
        }
    }

    private sealed class Detour(Uri target) : PipelinePolicy
    {
        public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            message.Request.Uri = target;
            ProcessNext(message, pipeline, currentIndex);
        }

        public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            message.Request.Uri = target;
            return ProcessNextAsync(message, pipeline, currentIndex);
        }
    }

    private sealed class HeaderSpy : PipelinePolicy
    {
        public string? Trace { get; private set; }

        public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex) =>
            ProcessNext(message, pipeline, currentIndex);

        public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            Trace = message.Request.Headers.TryGetValue("Routeur-Trace", out string? value) ? value : null;
            return ProcessNextAsync(message, pipeline, currentIndex);
        }
    }
}
