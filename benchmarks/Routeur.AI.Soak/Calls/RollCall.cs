using System.Text;
using Microsoft.Extensions.AI;
using Routeur.AI.Soak.Traffic;

namespace Routeur.AI.Soak.Calls;

/// <summary>
/// Many streams at once, each of which waits in mid-stream until all are there. Pools of connections and of buffers then hold the same number at
/// every reading, and with them the same memory; how many the mix needed at once is chance.
/// </summary>
/// <param name="streams">How many take part.</param>
internal sealed class RollCall(int streams)
{
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _missing = streams;

    /// <summary>How many must take part: more than the mix ever needs. A new connection is opened also for a call that another one then serves.</summary>
    /// <param name="callers">How many calls the mix makes at once.</param>
    public static int Streams(int callers) => 2 * callers;

    public async Task AttendAsync(SoakCall call)
    {
        var text = new StringBuilder();
        await foreach (ChatResponseUpdate update in call.Chat.GetStreamingResponseAsync(call.Prompt))
        {
            if (text.Length == 0 && update.Text.Length > 0)
            {
                await ArriveAsync();
            }

            text.Append(update.Text);
        }

        WrongAnswerException.ThrowUnlessEqual(ChatCalls.LongText(call.Number), text.ToString(), "the stream's text");
    }

    private Task ArriveAsync()
    {
        if (Interlocked.Decrement(ref _missing) == 0)
        {
            _complete.SetResult();
        }

        return _complete.Task;
    }
}
