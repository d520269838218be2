using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Performance;

/// <summary>
/// The promises of docs/performance.md about memory, end to end: both clients with their defaults, on the same transport and the same bytes.
/// </summary>
public class AllocationTests
{
    // Chunks begin with it too; neither client looks at "object".
    private const string Head =
        """{"id":"chatcmpl-CXz0kV3wLqT7mB2nF8sYpR4dHa","object":"chat.completion","created":1763800000,"model":"gpt-4o-mini-2024-07-18","service_tier":"default","system_fingerprint":"fp_560af6e559",""";

    private const string Usage =
        """{"prompt_tokens":128,"completion_tokens":200,"total_tokens":328,"prompt_tokens_details":{"cached_tokens":64,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}""";

    private const string Trace = """{"provider":"openai","model":"gpt-4o-mini","route_reason":"default","redactions":0}""";

    [Fact]
    public void A_chunk_of_text_costs_at_most_a_sixth_of_the_references_bytes()
    {
        double ours = PerChunk(Ours, Text, 200, 400);
        double reference = PerChunk(Reference, Text, 200, 400);

        Assert.True(ours * 6 <= reference, $"Ours: {ours:N0} bytes a chunk; reference: {reference:N0}.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_chunk_costs_the_same_however_long_the_stream_is(bool toolCall)
    {
        Func<int, string[]> stream = toolCall ? ToolCall : Text;
        double early = PerChunk(Ours, stream, 100, 200);
        double late = PerChunk(Ours, stream, 200, 800);

        Assert.True(Math.Abs(late - early) <= early / 10, $"Chunks 100 to 200: {early:N0} bytes each; chunks 200 to 800: {late:N0}.");
    }

    [Fact]
    public void A_stream_costs_the_same_however_many_run_at_once()
    {
        IChatClient client = Ours(new SteadyHandler("text/event-stream", Text(50)));
        double few = Allocation.Of(() => InterleavedAsync(client, 4)) / 4.0;
        double many = Allocation.Of(() => InterleavedAsync(client, 24)) / 24.0;

        Assert.True(Math.Abs(many - few) <= few / 10, $"4 at once: {few:N0} bytes each; 24 at once: {many:N0}.");
    }

    // 70% in a release build; docs/performance.md says where it goes.
    [Fact]
    public void A_plain_answer_costs_at_most_three_quarters_of_the_references_bytes()
    {
        long ours = Plain(Ours);
        long reference = Plain(Reference);

        Assert.True(ours * 4 <= reference * 3, $"Ours: {ours:N0} bytes; reference: {reference:N0}.");
    }

    [Fact]
    public void The_headers_policy_adds_nothing_to_the_official_client_when_there_is_nothing_to_send()
    {
        long without = Official(_ => { });
        Assert.Equal(without, Official(options => options.AddPolicy(new RouteurHeadersPolicy(trace: false), PipelinePosition.PerCall)));

        // The measurement itself works.
        Assert.True(Official(options => options.AddPolicy(new RouteurHeadersPolicy(), PipelinePosition.PerCall)) > without);
    }

    // The difference of two lengths: what a stream costs once falls out.
    private static double PerChunk(Func<HttpMessageHandler, IChatClient> client, Func<int, string[]> stream, int fewer, int more) =>
        (double)(Stream(client, stream(more)) - Stream(client, stream(fewer))) / (more - fewer);

    private static long Stream(Func<HttpMessageHandler, IChatClient> make, string[] events)
    {
        using IChatClient client = make(new SteadyHandler("text/event-stream", events));
        return Allocation.Of(async () =>
        {
            await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync("Hi"))
            {
            }
        });
    }

    private static long Plain(Func<HttpMessageHandler, IChatClient> make)
    {
        string text = string.Concat(Enumerable.Repeat("The quick brown fox jumps over the lazy dog. ", 14));
        string body =
            $$"""{{Head}}"choices":[{"index":0,"message":{"role":"assistant","content":"{{text}}","refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"stop"}],"usage":{{Usage}},"routeur":{{Trace}}}""";
        using IChatClient client = make(new SteadyHandler("application/json", body));
        return Allocation.Of(() => client.GetResponseAsync("Hi"));
    }

    private static long Official(Action<OpenAIClientOptions> configure)
    {
        OpenAIClientOptions options = Options(new SteadyHandler("application/json", "{}"));
        configure(options);
        ClientPipeline pipeline = new OpenAIClient(new ApiKeyCredential(TestClients.Key), options).Pipeline;
        var uri = new Uri(TestClients.Options().Endpoint + "/chat/completions");
        BinaryContent body = BinaryContent.Create(BinaryData.FromString("{}"));
        return Allocation.Of(async () =>
        {
            using PipelineMessage message = pipeline.CreateMessage();
            (message.Request.Method, message.Request.Uri, message.Request.Content) = ("POST", uri, body);
            await pipeline.SendAsync(message);
        });
    }

    private static async Task InterleavedAsync(IChatClient client, int streams)
    {
        var running = new IAsyncEnumerator<ChatResponseUpdate>[streams];
        for (int i = 0; i < streams; i++)
        {
            running[i] = client.GetStreamingResponseAsync("Hi").GetAsyncEnumerator();
        }

        // All have as many chunks.
        bool more = true;
        while (more)
        {
            for (int i = 0; i < streams; i++)
            {
                more = await running[i].MoveNextAsync();
            }
        }

        foreach (IAsyncEnumerator<ChatResponseUpdate> stream in running)
        {
            await stream.DisposeAsync();
        }
    }

    private static IChatClient Ours(HttpMessageHandler handler) => TestClients.Chat(handler);

    private static IChatClient Reference(HttpMessageHandler handler) =>
        new OpenAIClient(new ApiKeyCredential(TestClients.Key), Options(handler)).GetChatClient("auto").AsIChatClient();

    private static OpenAIClientOptions Options(HttpMessageHandler handler)
    {
        var options = new OpenAIClientOptions { Endpoint = TestClients.Options().Endpoint };
        TestClients.Transport(handler)(options);
        return options;
    }

    private static string[] Text(int chunks) => Events(Enumerable.Repeat("""{"content":" word"}""", chunks), "stop");

    private static string[] ToolCall(int chunks) => Events(
        Enumerable.Range(0, chunks).Select(i => ToolCallPiece(i, i == 0 ? "{\"text\":\"" : i == chunks - 1 ? "\"}" : " word")), "tool_calls");

    private static string ToolCallPiece(int i, string arguments)
    {
        string text = JsonEncodedText.Encode(arguments).ToString();
        return i == 0
            ? $$$"""{"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"find","arguments":"{{{text}}}"}}]}"""
            : $$$"""{"tool_calls":[{"index":0,"function":{"arguments":"{{{text}}}"}}]}""";
    }

    private static string[] Events(IEnumerable<string> deltas, string finishReason) =>
    [
        .. deltas.Select(delta => $$"""data: {{Head}}"choices":[{"index":0,"delta":{{delta}},"logprobs":null,"finish_reason":null}],"usage":null}""" + "\n\n"),
        $$$"""data: {{{Head}}}"choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"{{{finishReason}}}"}],"usage":null}""" + "\n\n",
        $$"""data: {{Head}}"choices":[],"usage":{{Usage}},"routeur":{{Trace}}}""" + "\n\n",
        "data: [DONE]\n\n",
    ];
}
