using System.Text;
using Microsoft.Extensions.AI;
using Routeur.AI.Wire;

namespace Routeur.AI.Tests.Support;

/// <summary>Calls the readers directly, with bytes as the network brings them.</summary>
internal static class Reading
{
    public static ChatResponse Plain(string body, params (string Name, string Value)[] headers) => Plain(Encoding.UTF8.GetBytes(body), headers);

    public static ChatResponse Plain(byte[] body, params (string Name, string Value)[] headers) =>
        ChatResponseReader.Read(body, Context(headers));

    /// <summary>A plain answer whose only choice has this message.</summary>
    public static ChatMessage Message(string message, string finishReason = "stop") =>
        Plain($$"""{"id":"c1","choices":[{"index":0,"message":{{message}},"finish_reason":"{{finishReason}}"}]}""").Messages.Single();

    public static Task<List<ChatResponseUpdate>> StreamAsync(string body, int pieceSize = int.MaxValue, params (string Name, string Value)[] headers) =>
        StreamAsync(Encoding.UTF8.GetBytes(body), pieceSize, headers);

    public static async Task<List<ChatResponseUpdate>> StreamAsync(byte[] body, int pieceSize = int.MaxValue, params (string Name, string Value)[] headers)
    {
        var updates = new List<ChatResponseUpdate>();
        await foreach (ChatResponseUpdate update in ChatStreamReader.ReadAsync(new NetworkStream(body, pieceSize), Context(headers), TestContext.Current.CancellationToken))
        {
            updates.Add(update);
        }

        return updates;
    }

    /// <summary>A stream of chunks with these deltas, an id, a finish reason and <c>[DONE]</c>.</summary>
    public static Task<List<ChatResponseUpdate>> DeltasAsync(params string[] deltas) => StreamAsync(Deltas(deltas));

    public static string Deltas(params string[] deltas)
    {
        var text = new StringBuilder();
        foreach (string delta in deltas)
        {
            text.Append($$"""data: {"id":"c1","choices":[{"index":0,"delta":{{delta}}}]}""").Append("\n\n");
        }

        return text.Append("""data: {"id":"c1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""").Append("\n\ndata: [DONE]\n\n").ToString();
    }

    public static ChatReadContext Context(params (string Name, string Value)[] headers) => new(new FakeResponse(200, headers), TimeProvider.System);
}
