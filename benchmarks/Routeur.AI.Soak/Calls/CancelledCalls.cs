using Microsoft.Extensions.AI;
using Routeur.AI.Soak.Traffic;

namespace Routeur.AI.Soak.Calls;

/// <summary>Calls that their caller does not wait for.</summary>
internal static class CancelledCalls
{
    private const int Stay = 3;

    /// <summary>Cancels after a few updates of a stream, which then stalls.</summary>
    public static async Task MidStreamAsync(SoakCall call)
    {
        using var cancel = new CancellationTokenSource();
        int updates = 0;
        await foreach (ChatResponseUpdate update in call.Chat.GetStreamingResponseAsync(call.Prompt, cancellationToken: cancel.Token))
        {
            if (++updates == Stay)
            {
                await cancel.CancelAsync();
            }
        }

        throw new WrongAnswerException("a stream that was cancelled came to an end");
    }

    /// <summary>Leaves the loop after a few updates of a stream, which then stalls.</summary>
    public static async Task AbandonedAsync(SoakCall call)
    {
        int updates = 0;
        await foreach (ChatResponseUpdate update in call.Chat.GetStreamingResponseAsync(call.Prompt))
        {
            if (++updates == Stay)
            {
                return;
            }
        }

        throw new WrongAnswerException("a stream that stalls came to an end");
    }

    /// <summary>Cancels while it waits for an answer that never begins.</summary>
    public static async Task WaitingAsync(SoakCall call)
    {
        using var cancel = Soon(call);
        await call.Chat.GetResponseAsync(call.Prompt, cancellationToken: cancel.Token);
        throw new WrongAnswerException("a call that stalls was answered");
    }

    /// <summary>Cancels an ordinary stream at any moment: before it is sent, in any phase, or after it.</summary>
    public static async Task AnyTimeAsync(SoakCall call)
    {
        using var cancel = Soon(call);
        await foreach (ChatResponseUpdate update in call.Chat.GetStreamingResponseAsync(call.Prompt, cancellationToken: cancel.Token))
        {
            _ = update;
        }
    }

    private static CancellationTokenSource Soon(SoakCall call) => new(TimeSpan.FromMilliseconds(call.Dice % 30));
}
