using Microsoft.Extensions.AI;

namespace Routeur.AI.Tests.Routing;

/// <summary>Short names for calls whose messages don't matter.</summary>
internal static class ChatCalls
{
    public static async Task<string> AskAsync(this IChatClient chat, ChatOptions? options = null) =>
        (await chat.GetResponseAsync("Hi", options, TestContext.Current.CancellationToken)).Text;

    public static IAsyncEnumerable<ChatResponseUpdate> AskStreaming(this IChatClient chat, ChatOptions? options = null) =>
        chat.GetStreamingResponseAsync("Hi", options, TestContext.Current.CancellationToken);

    public static async Task<string> ReadAsync(this IAsyncEnumerable<ChatResponseUpdate> stream) =>
        (await stream.ToChatResponseAsync(TestContext.Current.CancellationToken)).Text;
}
