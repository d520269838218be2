using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Routeur.AI;

namespace ChatService;

/// <summary>What a caller of this service is told when Routeur fails: problem details (RFC 9457).</summary>
internal sealed class RouteurProblems(ILogger<RouteurProblems> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not RouteurException failure)
        {
            return false;
        }

        ServiceLog.CallFailed(logger, failure.Message);
        if (failure.RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        // Also for a caller who accepts nothing but text/event-stream.
        await TypedResults.Problem(Describe(failure)).ExecuteAsync(context);
        return true;
    }

    /// <summary>
    /// The problem, with Routeur's code and the rule that blocked. Everything else (the key, its limits, the provider) is this service's own
    /// affair: it goes into the log, and the caller cannot mend it.
    /// </summary>
    public static ProblemDetails Describe(RouteurException failure)
    {
        var problem = new ProblemDetails
        {
            Status = Status(failure),
            Title = failure.RuleName is null ? "There is no answer at present." : $"The rule {failure.RuleName} does not allow this.",
            Extensions = { ["code"] = failure.ErrorCode.Value },
        };
        if (failure.RuleName is not null)
        {
            problem.Extensions["rule"] = failure.RuleName;
        }

        if (failure.RequestId is not null)
        {
            problem.Extensions["routeurRequestId"] = failure.RequestId;
        }

        return problem;
    }

    private static int Status(RouteurException failure) =>
        failure.ErrorCode == RouteurErrorCode.BlockedByDlp || failure.ErrorCode == RouteurErrorCode.BlockedByModeration ? StatusCodes.Status403Forbidden
        : failure.ErrorCode == RouteurErrorCode.Timeout ? StatusCodes.Status504GatewayTimeout
        : failure.IsTransient ? StatusCodes.Status503ServiceUnavailable
        : StatusCodes.Status502BadGateway;
}
