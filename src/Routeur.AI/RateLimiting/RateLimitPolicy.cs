using System.ClientModel.Primitives;
using Microsoft.Extensions.Logging;
using Routeur.AI.Errors;
using Routeur.AI.Pipeline;
using Routeur.AI.Resilience;
using Routeur.AI.Routing;

namespace Routeur.AI.RateLimiting;

/// <summary>
/// Holds chat completions back while the key's limits leave no room, and learns the limits from every answer. It stands behind the retry policy, so that a
/// refused call comes back to its place in the queue, and before <see cref="AttemptPolicy"/>, so that an attempt's time-out begins when it is sent.
/// </summary>
/// <remarks>Whether the limits cover other endpoints is not documented: their requests are counted and their headers read, but they do not wait.</remarks>
internal sealed class RateLimitPolicy(RateGates gates, TimeProvider timeProvider, ILogger logger, CancellationToken clientDisposed) : PipelinePolicy
{
    private volatile KnownGate? _known;

    public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex) =>
        ProcessAsync(message, pipeline, currentIndex, async: false).AsTask().GetAwaiter().GetResult();

    public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex) =>
        ProcessAsync(message, pipeline, currentIndex, async: true);

    private async ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex, bool async)
    {
        CallState? call = CallState.Of(message);
        RateTicket? ticket = call is { Settings.RespectRateLimits: true } && IsForTheService(message.Request, call.Settings) ? Enter(message, call) : null;
        if (ticket is not null)
        {
            await ticket.Gate.EnterAsync(ticket, logger, message.CancellationToken, clientDisposed).ConfigureAwait(false);
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
        catch (Exception e)
        {
            ticket?.Gate.Fail(ticket, arrived: !TransportErrors.NeverReachedTheService(e));
            throw;
        }

        if (ticket is not null && message.Response is { } response)
        {
            Answer(message, response, ticket);
        }
    }

    private RateTicket Enter(PipelineMessage message, CallState call)
    {
        if (call.Ticket is { } known)
        {
            return known;
        }

        bool chat = RouteurHeadersPolicy.IsChatCompletion(message.Request);
        long bytes = 0;
        if (chat && !message.Request.Headers.TryGetValue(RouteurHeaderNames.DryRun, out _))
        {
            message.Request.Content?.TryComputeLength(out bytes);
        }

        return call.Ticket = Gate(call.Settings).Take(call, bytes, waits: chat);
    }

    private void Answer(PipelineMessage message, PipelineResponse response, RateTicket ticket)
    {
        DateTimeOffset now = timeProvider.GetUtcNow();
        bool refused = RateRefusal.Is(response, now);
        ticket.Gate.Answer(ticket, refused, RateHeaders.Read(response), refused ? RetryAfterHeader.Read(response, now) : null, logger);
        if (response.IsError)
        {
            ticket.Complete(0, 0);
        }
        else if (!message.TryGetProperty(typeof(ExchangeClock), out _))
        {
            // A message of the official client: nobody tells when its answer was read, or what it used.
            ticket.Complete(null, null);
        }
    }

    // A policy of the user's own may have pointed the message elsewhere, where other limits hold.
    private static bool IsForTheService(PipelineRequest request, RouteurSettings settings) =>
        request.Uri is { } uri && uri.Port == settings.Endpoint.Port && uri.Host.Equals(settings.Endpoint.Host, StringComparison.OrdinalIgnoreCase);

    private RateGate Gate(RouteurSettings settings)
    {
        if (_known is { } known && ReferenceEquals(known.Settings, settings))
        {
            return known.Gate;
        }

        RateGate gate = gates.Get(settings.Endpoint, settings.ApiKey, timeProvider);
        _known = new KnownGate(settings, gate);
        return gate;
    }

    private sealed record KnownGate(RouteurSettings Settings, RateGate Gate);
}
