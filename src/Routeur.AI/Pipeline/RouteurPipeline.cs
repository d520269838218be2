using System.ClientModel;
using System.ClientModel.Primitives;
using Routeur.AI.Resilience;

namespace Routeur.AI.Pipeline;

/// <summary>
/// Sends this library's own requests on the official client's pipeline. Its protocol methods would not do: they fix the
/// <c>Accept</c> header, carry no message properties and run their policies too late.
/// </summary>
internal sealed class RouteurPipeline(ClientPipeline pipeline, TimeProvider timeProvider)
{
    /// <summary>Sends a chat completion and returns when the answer's headers are there.</summary>
    /// <exception cref="RouteurException">The call failed.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<Exchange> SendChatAsync(BinaryData body, RouteurDecision decision, RouteurSettings settings, bool stream, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var clock = new ExchangeClock(settings, stream, timeProvider, cancellationToken);
        using PipelineMessage message = pipeline.CreateMessage();
        try
        {
            message.Request.Method = "POST";
            message.Request.Uri = settings.ChatCompletionsUri;
            message.Request.Headers.Set("Content-Type", "application/json");
            message.Request.Headers.Set("Accept", "application/json");
            message.Request.Content = BinaryContent.Create(body);

            message.SetProperty(typeof(RouteurDecision), decision);
            message.SetProperty(typeof(ExchangeClock), clock);
            new CallState(settings) { AsksForEvents = stream }.Attach(message);

            // The clock replaces the SDK's own time-out, and the readers its buffering.
            message.NetworkTimeout = Timeout.InfiniteTimeSpan;
            message.Apply(new RequestOptions { CancellationToken = cancellationToken, BufferResponse = false });

            await pipeline.SendAsync(message).ConfigureAwait(false);
            return new Exchange(message.ExtractResponse()!, clock);
        }
        catch
        {
            clock.Dispose();
            throw;
        }
    }
}
