using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Routeur.AI.LocalGateway.Recording;

namespace Routeur.AI.LocalGateway.Hosting;

/// <summary>Logs each request as the records show it; the host's own lines are left out by <see cref="HostLoggerFactory"/>.</summary>
internal sealed partial class LoggedRequests(RequestDelegate answer, ILogger logger, TimeProvider time)
{
    public async Task HandleAsync(HttpContext context)
    {
        string path = RecordedPath.Of(context.Request);
        long started = time.GetTimestamp();
        LogStarting(logger, context.Request.Method, path);
        try
        {
            await answer(context).ConfigureAwait(false);
        }
        finally
        {
            TimeSpan elapsed = time.GetElapsedTime(started);
            LogFinished(logger, context.Request.Method, path, context.Response.StatusCode, elapsed);
        }
    }

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "Request starting {Method} {Path}")]
    private static partial void LogStarting(ILogger logger, string method, string path);

    [LoggerMessage(EventId = 3, Level = LogLevel.Information, Message = "Request finished {Method} {Path}: {Status} after {Elapsed}")]
    private static partial void LogFinished(ILogger logger, string method, string path, int status, TimeSpan elapsed);
}
