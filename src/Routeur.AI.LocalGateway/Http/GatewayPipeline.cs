using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Routeur.AI.LocalGateway.Archive;
using Routeur.AI.LocalGateway.Keys;
using Routeur.AI.LocalGateway.Limits;
using Routeur.AI.LocalGateway.Recording;
using Routeur.AI.LocalGateway.Traces;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Http;

/// <summary>
/// Every request's way: body, endpoint, key, limits; and every failure's way out. It knows no host: anything that has an
/// <see cref="HttpContext"/> can call it.
/// </summary>
internal sealed partial class GatewayPipeline(
    KeyRing keys,
    RateLimiter limiter,
    RequestLog log,
    TraceStore traces,
    PayloadRecorder payloads,
    EndpointTable endpoints,
    int maxBodyBytes,
    TimeProvider time,
    ILogger logger)
{
    public async Task HandleAsync(HttpContext context)
    {
        var call = new GatewayCall(context, log, traces, time, time.GetUtcNow());
        RequestOutcome outcome = RequestOutcome.Answered;
        try
        {
            await AnswerAsync(call).ConfigureAwait(false);
        }
        catch (Exception) when (call.Aborted.IsCancellationRequested)
        {
            // Whatever failed, failed because nobody listens any more.
            outcome = RequestOutcome.Disconnected;
        }
        catch (ConnectionCutException)
        {
            outcome = RequestOutcome.Cut;
            if (call.Response.HasStarted)
            {
                // On an exception Kestrel sends what was written and closes without the end of the body; an abort would lose it.
                throw;
            }

            call.Cut();
        }
        catch (Exception defect)
        {
            outcome = RequestOutcome.Cut;
            LogDefect(logger, call.RequestId, defect);
            call.Cut();
        }
        finally
        {
            PayloadRecorder.End(call);
            call.Finish(outcome);
        }
    }

    private async Task AnswerAsync(GatewayCall call)
    {
        try
        {
            EndpointMatch match = endpoints.Find(call.Request);
            call.Parameter = match.Parameter;
            if (match.Endpoint is not { IsOpen: true })
            {
                await AdmitAsync(call, match.Endpoint).ConfigureAwait(false);
            }

            GatewayEndpoint endpoint = match.Endpoint ?? throw match.Refusal!;
            if (!endpoint.IsTraced)
            {
                // Ahead of the answer. A chat request does it itself, when its route is known.
                call.Record(route: null);
            }

            await endpoint.HandleAsync(call).ConfigureAwait(false);
        }
        catch (GatewayException error) when (!call.Response.HasStarted)
        {
            await RefuseAsync(call, error).ConfigureAwait(false);
        }
        catch (Exception defect) when (!call.Response.HasStarted && !call.Aborted.IsCancellationRequested && defect is not ConnectionCutException)
        {
            LogDefect(logger, call.RequestId, defect);
            var error = new GatewayException(
                StatusCodes.Status500InternalServerError, ServiceErrors.InternalError, "the local gateway failed; its log says why");
            await RefuseAsync(call, error).ConfigureAwait(false);
        }
    }

    private async Task AdmitAsync(GatewayCall call, GatewayEndpoint? endpoint)
    {
        limiter.Report(call);
        GatewayException? badBody = await ReadBodyAsync(call).ConfigureAwait(false);
        try
        {
            call.Key = keys.Authenticate(call.Request.Headers.Authorization);
        }
        catch (GatewayException) when (badBody is not null)
        {
            throw badBody;
        }

        if (endpoint is { IsTraced: true })
        {
            // "for every request" [/guides/traces]: also for those that a limit, DLP or an error ends. Without a key there is no owner.
            call.Trace = new TraceRecord(call.RequestId, call.Key.OrganizationId, call.Key.Id);
            payloads.Begin(call);
        }

        limiter.Admit(call);
        if (badBody is not null)
        {
            throw badBody;
        }
    }

    // What is wrong with it is said later: a request with a valid key counts, and leaves a trace, whatever its body is.
    private async Task<GatewayException?> ReadBodyAsync(GatewayCall call)
    {
        try
        {
            call.Body = await RequestBody.ReadAsync(call.Request, maxBodyBytes, call.Aborted).ConfigureAwait(false);
            return null;
        }
        catch (GatewayException e)
        {
            return e;
        }
    }

    private static async Task RefuseAsync(GatewayCall call, GatewayException error)
    {
        call.Record(route: null);
        call.Complete(error.Status);
        await ErrorAnswer.WriteAsync(call.Response, error, call.Aborted).ConfigureAwait(false);
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "The gateway failed on request {RequestId}.")]
    private static partial void LogDefect(ILogger logger, string requestId, Exception defect);
}
