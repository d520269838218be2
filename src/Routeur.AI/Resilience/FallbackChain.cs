using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Routeur.AI.Pipeline;

namespace Routeur.AI.Resilience;

/// <summary>
/// Sends a call to its targets in order until one answers. It moves on only for an upstream reason, only before the first token, and never after a
/// block: what a DLP or moderation rule has stopped must not reach the next provider.
/// </summary>
internal static class FallbackChain
{
    public static async Task<ChatResponse> GetAsync(PreparedCall first, Func<PreparedCall, Task<ChatResponse>> send, ILogger logger)
    {
        var failed = new FailedTargets();
        for (PreparedCall call = first; ; call = call.Next!)
        {
            try
            {
                ChatResponse response = await send(call).ConfigureAwait(false);
                if (call != first)
                {
                    failed.NoteIn(response);
                }

                return response;
            }
            catch (RouteurException e) when (MovesOn(call, e))
            {
                failed.Add(call, e);
                FallbackLog.MovingOn(logger, call.Decision, e.ErrorCode.Value, call.Next!.Decision);
            }
            catch (RouteurException e) when (call != first)
            {
                throw failed.Explain(e);
            }
        }
    }

    /// <summary>The same for a stream. Updates without content are held back until the first token, since until then the call may still move on.</summary>
    public static async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        PreparedCall first,
        Func<RouteurSettings, CallDeadline> startDeadline,
        Func<PreparedCall, CallDeadline?, CancellationToken, IAsyncEnumerable<ChatResponseUpdate>> open,
        ILogger logger,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        CallDeadline deadline = startDeadline(first.Settings);
        var failed = new FailedTargets();
        var held = new List<ChatResponseUpdate>();
        bool begun = false;
        for (PreparedCall call = first; ; call = call.Next!)
        {
            bool movesOn = false;
            IAsyncEnumerator<ChatResponseUpdate> updates = open(call, deadline, cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using (updates.ConfigureAwait(false))
            {
                while (true)
                {
                    try
                    {
                        if (!await updates.MoveNextAsync().ConfigureAwait(false))
                        {
                            break;
                        }
                    }
                    catch (RouteurException e) when (!begun && MovesOn(call, e))
                    {
                        failed.Add(call, e);
                        FallbackLog.MovingOn(logger, call.Decision, e.ErrorCode.Value, call.Next!.Decision);
                        movesOn = true;
                        break;
                    }
                    catch (RouteurException e) when (call != first)
                    {
                        throw failed.Explain(e);
                    }

                    ChatResponseUpdate update = updates.Current;
                    bool begins = !begun && HoldsContent(update);
                    if (call != first)
                    {
                        // The first token tells in any case: nobody knows yet whether the service sends a block.
                        failed.NoteIn(update, always: begins);
                    }

                    begun |= begins;
                    held.Add(update);
                    if (begun)
                    {
                        foreach (ChatResponseUpdate ready in held)
                        {
                            yield return ready;
                        }

                        held.Clear();
                    }
                }
            }

            if (!movesOn)
            {
                break;
            }

            held.Clear();
        }

        foreach (ChatResponseUpdate update in held)
        {
            yield return update;
        }
    }

    // Whoever lets time-outs be repeated has accepted that a call may be billed twice; an answer that broke off before its first token is no different.
    private static bool MovesOn(PreparedCall call, RouteurException error) =>
        call.Next is not null && !error.IsFinal && (IsUpstreamFailure(error) || (call.Settings.RetryTimeouts && MayHaveBeenBilled(error)));

    // The set of codes is open: a word that we do not know is judged by its status. Only a block is one whatever the status says.
    private static bool IsUpstreamFailure(RouteurException error) =>
        error.ErrorCode == RouteurErrorCode.UpstreamError || error.ErrorCode == RouteurErrorCode.ProviderUnconfigured ||
        (error.Status is 502 or 503 or 504 && error.ErrorCode != RouteurErrorCode.BlockedByDlp && error.ErrorCode != RouteurErrorCode.BlockedByModeration);

    private static bool MayHaveBeenBilled(RouteurException error) =>
        error.ErrorCode == RouteurErrorCode.StreamInterrupted || (error.ErrorCode == RouteurErrorCode.Timeout && error.RequestWasSent);

    private static bool HoldsContent(ChatResponseUpdate update) => update.FinishReason is not null || update.Contents.Any(content => content is not (UsageContent or TextContent { Text: "" }));
}
