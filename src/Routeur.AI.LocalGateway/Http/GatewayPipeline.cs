using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Routeur.AI.LocalGateway.Keys;
using Routeur.AI.LocalGateway.Limits;
using Routeur.AI.LocalGateway.Recording;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Http;

/// <summary>
/// Every request's way: body, key, limits, endpoint; and every failure's way out. It knows no host: anything that has an
/// <see cref="HttpContext"/> can call it.
/// </summary>
internal sealed partial class GatewayPipeline(
    KeyRing keys,
    RateLimiter limiter,
    RequestLog log,
    IReadOnlyList<GatewayEndpoint> endpoints,
    int maxBodyBytes,
    TimeProvider time,
    ILogger logger)
{
    public async Task HandleAsync(HttpContext context)
    {
        var call = new GatewayCall(context, log, time, time.GetUtcNow());
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
            call.Finish(outcome);
        }
    }

    private async Task AnswerAsync(GatewayCall call)
    {
        try
        {
            limiter.Report(call);
            call.Body = await RequestBody.ReadAsync(call.Request, maxBodyBytes, call.Aborted).ConfigureAwait(false);
            call.Key = keys.Authenticate(call.Request.Headers.Authorization);
            limiter.Admit(call);
            await Find(call.Request).HandleAsync(call).ConfigureAwait(false);
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

    private static async Task RefuseAsync(GatewayCall call, GatewayException error)
    {
        call.Record(route: null);
        await ErrorAnswer.WriteAsync(call.Response, error, call.Aborted).ConfigureAwait(false);
    }

    private GatewayEndpoint Find(HttpRequest request)
    {
        string path = request.Path.Value ?? "";
        GatewayEndpoint[] atPath = [.. endpoints.Where(e => e.Path == path)];
        if (atPath.Length == 0)
        {
            throw GatewayException.NotFound($"there is no {request.Method} {path}; the base URL ends in /v1");
        }

        return Array.Find(atPath, e => e.Method == request.Method)
            ?? throw GatewayException.MethodNotAllowed(request.Method, path, string.Join(", ", atPath.Select(e => e.Method)));
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "The gateway failed on request {RequestId}.")]
    private static partial void LogDefect(ILogger logger, string requestId, Exception defect);
}
