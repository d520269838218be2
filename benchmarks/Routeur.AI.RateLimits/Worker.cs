using System.ClientModel;
using System.ClientModel.Primitives;
using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using OpenAI;

namespace Routeur.AI.RateLimits;

/// <summary>Makes its calls all at once and tells what became of them. Half of them are streamed; their sizes are mixed, the same ones in every run.</summary>
internal static class Worker
{
    public static async Task<int> RunAsync(Settings settings)
    {
        using var counter = new AnswerCounter();
        using var http = new HttpClient(counter) { Timeout = Timeout.InfiniteTimeSpan };
        var transport = new HttpClientPipelineTransport(http);
        using var client = new RouteurClient(
            new RouteurOptions { Endpoint = settings.Endpoint, ApiKey = settings.Key }, o => o.Transport = transport);
        var official = new OpenAIClient(
            new ApiKeyCredential(settings.Key!), new OpenAIClientOptions { Endpoint = settings.Endpoint, Transport = transport });

        Func<string, bool, Task<long>> send = settings.Official
            ? (prompt, stream) => SendAsync(official.GetChatClient("auto"), prompt, stream)
            : (prompt, stream) => SendAsync(client.AsIChatClient(), prompt, stream);

        var errors = new ConcurrentQueue<string>();
        long tokens = 0;
        DateTime began = DateTime.UtcNow;
        var random = new Random(20261122);

        // The first call goes alone, so that it tells how long one takes.
        tokens += await send(string.Join(' ', Enumerable.Repeat("word", 150)), false);
        double alone = (DateTime.UtcNow - began).TotalSeconds;

        await Task.WhenAll(Enumerable.Range(1, settings.Calls - 1).Select(i =>
        {
            string prompt = string.Join(' ', Enumerable.Repeat("word", random.Next(5, 300)));
            return Task.Run(async () =>
            {
                try
                {
                    Interlocked.Add(ref tokens, await send(prompt, i % 2 == 0));
                }
                catch (Exception e)
                {
                    errors.Enqueue($"{e.GetType().Name}: {e.Message}");
                }
            });
        }));

        errors.TryPeek(out string? first);
        Console.WriteLine(new Outcome(settings.Calls - errors.Count, errors.Count, counter.Answers, counter.Refusals, tokens, alone, began, DateTime.UtcNow, first).ToJson());
        return 0;
    }

    private static async Task<long> SendAsync(IChatClient chat, string prompt, bool stream)
    {
        ChatResponse response = stream
            ? await chat.GetStreamingResponseAsync(prompt).ToChatResponseAsync()
            : await chat.GetResponseAsync(prompt);
        return response.Usage?.TotalTokenCount ?? 0;
    }

    private static async Task<long> SendAsync(OpenAI.Chat.ChatClient chat, string prompt, bool stream)
    {
        if (!stream)
        {
            return (await chat.CompleteChatAsync(prompt)).Value.Usage.TotalTokenCount;
        }

        long tokens = 0;
        await foreach (OpenAI.Chat.StreamingChatCompletionUpdate update in chat.CompleteChatStreamingAsync(prompt))
        {
            tokens = update.Usage?.TotalTokenCount ?? tokens;
        }

        return tokens;
    }
}
