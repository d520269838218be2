using System.Net.ServerSentEvents;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.AI;
using Routeur.AI;

namespace ChatService;

/// <summary>
/// <c>POST /chat</c>: sends the answer on as it is generated, as server-sent events: <c>text</c>, then <c>trace</c>; or <c>error</c>, when it
/// breaks off.
/// </summary>
internal static class ChatEndpoint
{
    public static async Task<Results<ServerSentEventsResult<object>, ValidationProblem>> PostAsync(
        ChatPrompt prompt, IChatClient chat, ILogger<RouteurProblems> logger, CancellationToken aborted)
    {
        if (string.IsNullOrWhiteSpace(prompt.Prompt))
        {
            return TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["prompt"] = ["The prompt is missing."] });
        }

        // The token is the request's: a caller who goes away ends the call to the provider too, and nobody pays for the rest. Until the first
        // update is there, a failure can still become a status of its own: it goes to RouteurProblems.
        IAsyncEnumerator<ChatResponseUpdate> updates = chat.GetStreamingResponseAsync(prompt.Prompt, cancellationToken: aborted)
            .GetAsyncEnumerator(aborted);
        try
        {
            bool any = await updates.MoveNextAsync();
            return TypedResults.ServerSentEvents(ReadAsync(updates, any, logger));
        }
        catch
        {
            await updates.DisposeAsync();
            throw;
        }
    }

    private static async IAsyncEnumerable<SseItem<object>> ReadAsync(IAsyncEnumerator<ChatResponseUpdate> updates, bool any, ILogger logger)
    {
        await using (updates)
        {
            RouteurTrace? trace = null;
            while (any)
            {
                trace ??= updates.Current.GetRouteurTrace();
                if (updates.Current.Text is { Length: > 0 } text)
                {
                    yield return new(text, "text");
                }

                RouteurException? failure = null;
                try
                {
                    any = await updates.MoveNextAsync();
                }
                catch (RouteurException e)
                {
                    failure = e;
                }

                if (failure is not null)
                {
                    ServiceLog.CallFailed(logger, failure.Message);
                    yield return new(RouteurProblems.Describe(failure), "error");
                    yield break;
                }
            }

            if (trace is not null)
            {
                yield return new(new { trace.Provider, trace.Model, trace.RouteReason, trace.TotalTokens, trace.CostUsd, trace.RequestId }, "trace");
            }
        }
    }
}
