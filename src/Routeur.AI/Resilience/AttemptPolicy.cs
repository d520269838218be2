using System.ClientModel.Primitives;
using Routeur.AI.Errors;
using Routeur.AI.Pipeline;

namespace Routeur.AI.Resilience;

/// <summary>
/// Stands behind the retry policy and sees every attempt: counts it, runs its clock, and names what the transport throws, so that the
/// retry policy decides on typed errors.
/// </summary>
/// <param name="timeProvider">Tells the time against which dates in answers are read.</param>
/// <param name="endpointSetting">Where the address was set, for messages; null when the service gave it.</param>
/// <param name="clientDisposed">Fires when the client is disposed.</param>
internal sealed class AttemptPolicy(TimeProvider timeProvider, string? endpointSetting, CancellationToken clientDisposed) : PipelinePolicy
{
    public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex) =>
        ProcessAsync(message, pipeline, currentIndex, async: false).AsTask().GetAwaiter().GetResult();

    public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex) =>
        ProcessAsync(message, pipeline, currentIndex, async: true);

    private async ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex, bool async)
    {
        CallState? call = CallState.Of(message);

        // A message of the official client has no clock; the SDK's own NetworkTimeout holds for it.
        ExchangeClock? clock = message.TryGetProperty(typeof(ExchangeClock), out object? value) ? value as ExchangeClock : null;
        if (clock is not null && clientDisposed.IsCancellationRequested)
        {
            throw TransportErrors.ClientDisposed(call is { MayHaveBeenBilled: true });
        }

        call?.CountAttempt();
        if (clock is not null)
        {
            clock.BeginAttempt();
            UseToken(message, clock.Token);
        }

        try
        {
            if (async)
            {
                await ProcessNextAsync(message, pipeline, currentIndex).ConfigureAwait(false);
            }
            else
            {
                ProcessNext(message, pipeline, currentIndex);
            }
        }
        catch (Exception e) when (e is not RouteurException && clock is { Token.IsCancellationRequested: true })
        {
            // A transport that is cancelled may also say so with an IOException.
            throw clock.ToException(e);
        }
        catch (OperationCanceledException) when (clientDisposed.IsCancellationRequested && !message.CancellationToken.IsCancellationRequested)
        {
            throw TransportErrors.ClientDisposed(requestWasSent: true);
        }
        catch (Exception e) when (!message.CancellationToken.IsCancellationRequested && TransportErrors.Translate(e, message.Request.Uri, endpointSetting, timeProvider.GetUtcNow()) is { } error)
        {
            throw error;
        }
        finally
        {
            if (clock is not null)
            {
                // What follows (a wait before the next attempt) is the caller's time, not the attempt's.
                UseToken(message, clock.CallerToken);
            }
        }
    }

    // The setter of PipelineMessage.CancellationToken is not public; Apply is the supported way to change it.
    private static void UseToken(PipelineMessage message, CancellationToken token) =>
        message.Apply(new RequestOptions { CancellationToken = token, BufferResponse = message.BufferResponse });
}
