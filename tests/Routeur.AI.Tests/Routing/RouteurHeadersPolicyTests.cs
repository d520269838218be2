using System.ClientModel;
using System.ClientModel.Primitives;
using OpenAI;
using OpenAI.Chat;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Routing;

public class RouteurHeadersPolicyTests
{
    private const string Chat = "https://api.routeur.ai/v1/chat/completions";

    [Theory]
    [InlineData("openai", "gpt-4o", true, "Routeur-Model: gpt-4o; Routeur-Provider: openai; Routeur-Trace: true")]
    [InlineData("openai", null, false, "Routeur-Provider: openai")]
    [InlineData(null, "gpt-4o", false, "Routeur-Model: gpt-4o")]
    [InlineData(null, null, true, "Routeur-Trace: true")]
    [InlineData(null, null, false, "")]
    public async Task A_message_with_a_decision_gets_exactly_that_decision(string? provider, string? model, bool trace, string expected)
    {
        var decision = new RouteurDecision("gpt-4o", provider, model, trace, RouteurDecisionLevel.Call, "");
        using IDisposable scope = RouteurRouting.BeginScope("gemini", "gemini-2.5-pro", trace: !trace, overrideCalls: true);

        Assert.Equal(expected, await SendAsync(m => m.SetProperty(typeof(RouteurDecision), decision), trace: !trace));
    }

    [Fact]
    public async Task A_foreign_message_gets_flags_and_no_target_outside_scopes()
    {
        Assert.Equal("Routeur-Trace: true", await SendAsync());
        Assert.Equal("", await SendAsync(trace: false));
    }

    [Fact]
    public async Task A_foreign_message_gets_the_target_of_the_scope()
    {
        using IDisposable outer = RouteurRouting.BeginScope("gemini");
        Assert.Equal("Routeur-Provider: gemini; Routeur-Trace: true", await SendAsync());

        using IDisposable inner = RouteurRouting.BeginScope("openai", "gpt-4o", trace: false);
        Assert.Equal("Routeur-Model: gpt-4o; Routeur-Provider: openai", await SendAsync());

        using IDisposable auto = RouteurRouting.BeginScope(model: "auto", trace: true);
        Assert.Equal("Routeur-Trace: true", await SendAsync(trace: false));
    }

    [Fact]
    public async Task A_foreign_message_gets_the_overriding_scope_first()
    {
        using IDisposable constraint = RouteurRouting.BeginScope("gemini", overrideCalls: true);
        using IDisposable plain = RouteurRouting.BeginScope("openai", "gpt-4o");

        Assert.Equal("Routeur-Provider: gemini", await SendAsync(trace: false));
    }

    [Theory]
    [InlineData("Routeur-Provider", "deepseek", false, "Routeur-Provider: deepseek")]
    [InlineData("Routeur-Model", "deepseek-chat", false, "Routeur-Model: deepseek-chat")]
    [InlineData("routeur-provider", "deepseek", true, "Routeur-Provider: deepseek")]
    [InlineData("Routeur-Model", "deepseek-chat", true, "Routeur-Model: deepseek-chat; Routeur-Provider: gemini")]
    [InlineData("Routeur-Trace", "false", false, "Routeur-Model: gemini-2.5-pro; Routeur-Provider: gemini; Routeur-Trace: false")]
    [InlineData("Routeur-Dry-Run", "true", false, "Routeur-Dry-Run: true; Routeur-Model: gemini-2.5-pro; Routeur-Provider: gemini")]
    public async Task A_header_that_is_there_is_never_touched_and_speaks_for_the_call(string name, string value, bool overriding, string expected)
    {
        using IDisposable scope = RouteurRouting.BeginScope("gemini", "gemini-2.5-pro", overrideCalls: overriding);
        Assert.Equal(expected, await SendAsync(m => m.Request.Headers.Set(name, value), trace: name == "Routeur-Trace"));

        var level = overriding ? RouteurDecisionLevel.OverridingScope : RouteurDecisionLevel.Scope;
        var decision = new RouteurDecision("gemini-2.5-pro", "gemini", "gemini-2.5-pro", name == "Routeur-Trace", level, "");
        Assert.Equal(expected, await SendAsync(m =>
        {
            m.Request.Headers.Set(name, value);
            m.SetProperty(typeof(RouteurDecision), decision);
        }));
    }

    [Theory]
    [InlineData("POST", "https://api.routeur.ai/v1/chat/completions", true)]
    [InlineData("POST", "https://api.routeur.ai/v1/chat/completions?api-version=1&x=/y", true)]
    [InlineData("POST", "http://127.0.0.1:9/some/prefix/chat/completions#f", true)]
    [InlineData("GET", "https://api.routeur.ai/v1/chat/completions", false)]
    [InlineData("DELETE", "https://api.routeur.ai/v1/chat/completions", false)]
    [InlineData("POST", "https://api.routeur.ai/v1/chat/completions/abc", false)]
    [InlineData("POST", "https://api.routeur.ai/v1/embeddings", false)]
    [InlineData("POST", "https://api.routeur.ai/v1/embeddings?next=/chat/completions", false)]
    [InlineData("POST", "https://api.routeur.ai/v1/routes", false)]
    public async Task It_acts_on_chat_completions_only(string method, string uri, bool acts)
    {
        using IDisposable scope = RouteurRouting.BeginScope("gemini");

        Assert.Equal(acts ? "Routeur-Provider: gemini; Routeur-Trace: true" : "", await SendAsync(m => (m.Request.Method, m.Request.Uri) = (method, new Uri(uri))));
    }

    [Fact]
    public async Task The_live_flag_is_asked_for_each_message()
    {
        bool trace = false;
        var policy = new RouteurHeadersPolicy(() => trace);
        Assert.Equal("", await SendAsync(policy));

        trace = true;
        Assert.Equal("Routeur-Trace: true", await SendAsync(policy));
    }

    [Fact]
    public void It_allocates_nothing_when_there_is_nothing_to_send()
    {
        PipelinePolicy[] policies = [new RouteurHeadersPolicy(trace: false), new LastPolicy()];
        PipelinePolicy[] tracing = [new RouteurHeadersPolicy(), new LastPolicy()];
        using PipelineMessage chat = Message("POST", Chat + "?x=1");
        using PipelineMessage decided = Message("POST", Chat);
        decided.SetProperty(typeof(RouteurDecision), new RouteurDecision("auto", null, null, false, RouteurDecisionLevel.Client, ""));
        using PipelineMessage other = Message("POST", "https://api.routeur.ai/v1/embeddings");
        using PipelineMessage get = Message("GET", "https://api.routeur.ai/v1/models/auto");

        Assert.Equal(0, Allocated(chat, policies));
        Assert.Equal(0, Allocated(decided, tracing));
        Assert.Equal(0, Allocated(other, tracing));
        Assert.Equal(0, Allocated(get, tracing));

        using (RouteurRouting.BeginScope(model: "auto", trace: false))
        {
            Assert.Equal(0, Allocated(chat, tracing));
        }

        // The measurement itself works.
        PipelinePolicy[] wasteful = [new RouteurHeadersPolicy(() => Allocate()), new LastPolicy()];
        Assert.NotEqual(0, Allocated(chat, wasteful));

        static bool Allocate()
        {
            GC.KeepAlive(new byte[100]);
            return false;
        }
    }

    [Fact]
    public async Task The_official_client_of_ones_own_is_steered_plain_and_streamed()
    {
        var network = new StubHandler(request => request.Body.Contains("\"stream\":true", StringComparison.Ordinal)
            ? StubHandler.Response("data: [DONE]\n\n", "text/event-stream")
            : StubHandler.Response("""{"id":"1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}]}"""));
        var options = new OpenAIClientOptions { Endpoint = new Uri("https://api.routeur.ai/v1") };
        TestClients.Transport(network)(options);
        options.AddPolicy(new RouteurHeadersPolicy(), PipelinePosition.PerCall);
        ChatClient chat = new OpenAIClient(new ApiKeyCredential(TestClients.Key), options).GetChatClient("gpt-4o-mini");

        using (RouteurRouting.BeginScope("gemini", "gemini-2.5-pro"))
        {
            await chat.CompleteChatAsync("Hello");
            await foreach (StreamingChatCompletionUpdate update in chat.CompleteChatStreamingAsync("Hello"))
            {
            }
        }

        await chat.CompleteChatAsync("Hello");

        Assert.Equal(
            [
                "gpt-4o-mini Routeur-Model: gemini-2.5-pro; Routeur-Provider: gemini; Routeur-Trace: true",
                "gpt-4o-mini Routeur-Model: gemini-2.5-pro; Routeur-Provider: gemini; Routeur-Trace: true",
                "gpt-4o-mini Routeur-Trace: true",
            ],
            network.Requests.Select(r => $"{r.Json["model"]} {RouteurHeaders(r)}"));
    }

    private static Task<string> SendAsync(Action<PipelineMessage>? change = null, bool trace = true) =>
        SendAsync(new RouteurHeadersPolicy(trace), change);

    /// <summary>Lets one message pass synchronously and one asynchronously; returns the headers that both have then.</summary>
    private static async Task<string> SendAsync(RouteurHeadersPolicy policy, Action<PipelineMessage>? change = null)
    {
        PipelinePolicy[] policies = [policy, new LastPolicy()];
        using PipelineMessage sync = Message("POST", Chat);
        using PipelineMessage async = Message("POST", Chat);
        change?.Invoke(sync);
        change?.Invoke(async);

        policy.Process(sync, policies, 0);
        await policy.ProcessAsync(async, policies, 0);

        string headers = RouteurHeaders(sync.Request.Headers);
        Assert.Equal(headers, RouteurHeaders(async.Request.Headers));
        Assert.True(sync.TryGetProperty(typeof(LastPolicy), out _) && async.TryGetProperty(typeof(LastPolicy), out _));
        return headers;
    }

    private static string RouteurHeaders(RecordedRequest request) => RouteurHeaders(request.Headers);

    private static string RouteurHeaders(IEnumerable<KeyValuePair<string, string>> headers) => string.Join(
        "; ",
        headers.Where(h => h.Key.StartsWith("Routeur-", StringComparison.OrdinalIgnoreCase))
            .Select(h => string.Join('-', h.Key.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..])) + ": " + h.Value)
            .Order(StringComparer.Ordinal));

    private static PipelineMessage Message(string method, string uri)
    {
        PipelineMessage message = ClientPipeline.Create().CreateMessage();
        (message.Request.Method, message.Request.Uri) = (method, new Uri(uri));
        return message;
    }

    private static long Allocated(PipelineMessage message, PipelinePolicy[] policies)
    {
        for (int i = 0; i < 100; i++)
        {
            policies[0].Process(message, policies, 0);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        policies[0].Process(message, policies, 0);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>Stands in for everything behind, and notes on the message that it was reached.</summary>
    private sealed class LastPolicy : PipelinePolicy
    {
        public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex) =>
            message.SetProperty(typeof(LastPolicy), this);

        public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            Process(message, pipeline, currentIndex);
            return default;
        }
    }
}
