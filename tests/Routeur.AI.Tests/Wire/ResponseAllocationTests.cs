using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using Routeur.AI.Tests.Support;
using Routeur.AI.Wire;

namespace Routeur.AI.Tests.Wire;

/// <summary>Bytes allocated while an answer is read, ours beside the reference implementation's, from the same bytes in memory.</summary>
public sealed class ResponseAllocationTests
{
    private const int Chunks = 200;

    [Fact]
    public void A_text_chunk_allocates_at_most_a_sixth_of_the_reference()
    {
        byte[] body = [];
        IChatClient client = ReferenceOn(() => body);
        long ours = PerChunk(stream => DrainOurs(stream));
        long reference = PerChunk(stream =>
        {
            body = stream;
            Drain(client.GetStreamingResponseAsync("hi").GetAsyncEnumerator(CancellationToken.None));
        });

        Assert.True(ours * 6 <= reference, $"{ours} bytes per chunk, the reference {reference}.");
        Assert.True(ours <= 320, $"{ours} bytes per chunk.");
    }

    [Fact]
    public void The_cost_of_a_stream_is_linear_in_its_chunks()
    {
        byte[] short200 = Stream(200);
        byte[] long2000 = Stream(2000);
        long few = Measure(() => DrainOurs(short200));
        long many = Measure(() => DrainOurs(long2000));

        Assert.True(many <= few * 10, $"{few} bytes for 200 chunks, {many} for 2000.");
    }

    [Fact]
    public void A_plain_answer_allocates_at_most_three_fifths_of_the_reference()
    {
        byte[] body = Encoding.UTF8.GetBytes(
            """
            {"id":"chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT","object":"chat.completion","created":1741569952,"model":"gpt-4o-mini-2024-07-18",
             "choices":[{"index":0,"message":{"role":"assistant","content":"Hello! How can I assist you today?","refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"stop"}],
             "usage":{"prompt_tokens":19,"completion_tokens":10,"total_tokens":29,
              "prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},
              "completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}},
             "service_tier":"default","system_fingerprint":"fp_1"}
            """);
        ChatReadContext context = Reading.Context();
        long ours = Measure(() => ChatResponseReader.Read(body, context));
        IChatClient client = ReferenceOn(() => body);
        long withTransport = Measure(() => client.GetResponseAsync("hi").GetAwaiter().GetResult());
        long transport = Measure(() => SendOnly(body));
        long reference = withTransport - transport;

        Assert.True(ours * 5 <= reference * 3, $"{ours} bytes, the reference {reference}.");
    }

    // The difference of two lengths: what a call costs before its first chunk is not the question here.
    private static long PerChunk(Action<byte[]> drain)
    {
        byte[] once = Stream(Chunks);
        byte[] twice = Stream(2 * Chunks);
        return (Measure(() => drain(twice)) - Measure(() => drain(once))) / Chunks;
    }

    // The second of two equal runs: the first one fills caches and pools.
    private static long Measure(Action action)
    {
        action();
        action();
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void DrainOurs(byte[] body)
    {
        IAsyncEnumerator<ChatResponseUpdate> updates =
            ChatStreamReader.ReadAsync(new MemoryStream(body), Reading.Context(), CancellationToken.None).GetAsyncEnumerator(CancellationToken.None);
        Drain(updates);
    }

    // Everything completes synchronously, so all of it happens on this thread.
    private static void Drain(IAsyncEnumerator<ChatResponseUpdate> updates)
    {
        while (true)
        {
            ValueTask<bool> next = updates.MoveNextAsync();
            if (!next.IsCompleted)
            {
                throw new InvalidOperationException("The stream went on another thread: its bytes would not be counted.");
            }

            if (!next.Result)
            {
                return;
            }
        }
    }

    private static void SendOnly(byte[] body)
    {
        ClientPipeline pipeline = ClientPipeline.Create(new ClientPipelineOptions { Transport = new MemoryTransport(() => body) });
        using PipelineMessage message = pipeline.CreateMessage();
        message.Request.Uri = new Uri("http://127.0.0.1:9/v1");
        pipeline.Send(message);
    }

    private static IChatClient ReferenceOn(Func<byte[]> body) =>
        new ChatClient("m", new ApiKeyCredential("k"), new OpenAI.OpenAIClientOptions
        {
            Endpoint = new Uri("http://127.0.0.1:9/v1"),
            Transport = new MemoryTransport(body),
            RetryPolicy = new ClientRetryPolicy(0),
        }).AsIChatClient();

    private static byte[] Stream(int chunks)
    {
        var text = new StringBuilder();
        for (int i = 0; i < chunks; i++)
        {
            text.Append("""data: {"id":"chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT","object":"chat.completion.chunk","created":1741569952,"model":"gpt-4o-mini-2024-07-18","service_tier":"default","system_fingerprint":"fp_b376dfbbd5","choices":[{"index":0,"delta":{"content":" token"},"logprobs":null,"finish_reason":null}]}""").Append("\n\n");
        }

        return Encoding.UTF8.GetBytes(text.Append("""data: {"id":"c","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""").Append("\n\ndata: [DONE]\n\n").ToString());
    }
}
