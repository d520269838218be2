using System.ClientModel;
using System.ClientModel.Primitives;
using Routeur.AI.Resilience;
using Routeur.AI.Routing;

namespace Routeur.AI.Pipeline;

/// <summary>
/// Sends this library's own requests on the official client's pipeline. Its protocol methods would not do: they fix the
/// <c>Accept</c> header, carry no message properties and run their policies too late.
/// </summary>
/// <param name="pipeline">The official client's.</param>
/// <param name="timeProvider">The clock of time-outs.</param>
/// <param name="clientDisposed">Fires when the client is disposed, which ends the calls that are under way.</param>
internal sealed class RouteurPipeline(ClientPipeline pipeline, TimeProvider timeProvider, CancellationToken clientDisposed)
{
    private const string Json = "application/json";

    /// <summary>Sends a chat completion and returns when the answer's headers are there.</summary>
    /// <exception cref="RouteurException">The call failed.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public Task<Exchange> SendChatAsync(PreparedCall call, CallDeadline deadline, CancellationToken cancellationToken)
    {
        PipelineMessage message = Chat(call.Body, call.Decision, call.Settings);
        var state = new CallState(call.Settings)
        {
            AsksForEvents = call.Stream,
            HasNextTarget = call.Next is not null,
            HasMovedOn = call.IsFallback,
            MaxOutputTokens = call.MaxOutputTokens,
        };
        return SendAsync(message, state, call.Stream, deadline, cancellationToken);
    }

    /// <summary>Sends what would be a chat completion as a dry run [/api-reference/chat-completions/create].</summary>
    /// <inheritdoc cref="SendChatAsync"/>
    public Task<Exchange> SendDryRunAsync(BinaryData body, RouteurDecision decision, RouteurSettings settings, CancellationToken cancellationToken)
    {
        PipelineMessage message = Chat(body, decision, settings);
        message.Request.Headers.Set(RouteurHeaderNames.DryRun, "true");
        return SendAsync(message, new CallState(settings) { MaxOutputTokens = 0 }, stream: false, StartDeadline(settings), cancellationToken);
    }

    /// <summary>Sends any other request of ours and returns when the answer's headers are there.</summary>
    /// <param name="method">The HTTP method, in capitals.</param>
    /// <param name="uri">The whole address.</param>
    /// <param name="body">A JSON body, or null.</param>
    /// <param name="call">The settings in force, and whether the request may be repeated freely.</param>
    /// <param name="stream">Whether the body is long and is to be read on a stream's clock.</param>
    /// <param name="cancellationToken">Stops the call, also while its body is read.</param>
    /// <exception cref="RouteurException">The call failed.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public Task<Exchange> SendAsync(string method, Uri uri, BinaryData? body, CallState call, bool stream, CancellationToken cancellationToken)
    {
        PipelineMessage message = Create(method, uri, body, stream ? "*/*" : Json);
        return SendAsync(message, call, stream, StartDeadline(call.Settings), cancellationToken);
    }

    /// <summary>When a call that begins now has to be over.</summary>
    public CallDeadline StartDeadline(RouteurSettings settings) => CallDeadline.Start(timeProvider, settings.TotalTimeout);

    private PipelineMessage Chat(BinaryData body, RouteurDecision decision, RouteurSettings settings)
    {
        PipelineMessage message = Create("POST", settings.ChatCompletionsUri, body, Json);
        message.SetProperty(typeof(RouteurDecision), decision);
        return message;
    }

    private PipelineMessage Create(string method, Uri uri, BinaryData? body, string accept)
    {
        PipelineMessage message = pipeline.CreateMessage();
        message.Request.Method = method;
        message.Request.Uri = uri;
        message.Request.Headers.Set("Accept", accept);
        if (body is not null)
        {
            message.Request.Headers.Set("Content-Type", Json);
            message.Request.Content = BinaryContent.Create(body);
        }

        return message;
    }

    private async Task<Exchange> SendAsync(PipelineMessage message, CallState call, bool stream, CallDeadline deadline, CancellationToken cancellationToken)
    {
        call.Deadline = deadline;
        using (message)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var clock = new ExchangeClock(call.Settings, stream, deadline, timeProvider, cancellationToken, clientDisposed);
            try
            {
                message.SetProperty(typeof(ExchangeClock), clock);
                call.Attach(message);

                // The clock replaces the SDK's own time-out, and the readers its buffering.
                message.NetworkTimeout = Timeout.InfiniteTimeSpan;
                message.Apply(new RequestOptions { CancellationToken = cancellationToken, BufferResponse = false });

                await pipeline.SendAsync(message).ConfigureAwait(false);
                return new Exchange(message.ExtractResponse()!, clock, call);
            }
            catch
            {
                // Also where an answer came and a policy did not let it through.
                call.Ticket?.Complete(null, null);
                clock.Dispose();
                throw;
            }
        }
    }
}
