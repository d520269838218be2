using Routeur.AI.Errors;

namespace Routeur.AI.Management;

/// <summary>Says in an error what was asked for, and what may have happened all the same.</summary>
internal static class ManagementErrors
{
    public static RouteurException About(ManagementRequest request, RouteurException error)
    {
        string message = error.Status == 404 ? $"{Capitalised(request.Subject)}: {error.Message}" : error.Message;
        if (request.IsOurReading && error.Status is 404 or 405 or 501)
        {
            message = Append(
                message,
                $"The endpoint {request.Method} /{request.Path.Split('/', '?')[0]} is not documented; it is Routeur.AI's reading " +
                $"({ExperimentalIds.OurReading}), and the service may not have it.");
        }

        if (request.Method == "DELETE" && error is { Status: 404, Attempts: > 1 })
        {
            message = Append(message, "An earlier attempt of this call may have done it already.");
        }

        if (request.Creates && MayHaveHappened(error))
        {
            message = Append(message, $"The {request.Subject} may have been created all the same; look before you repeat the call.");
        }

        return ReferenceEquals(message, error.Message) ? error : error.WithMessage(message);
    }

    // A refusal (3xx, 4xx) creates nothing, and neither does a request that never arrived.
    private static bool MayHaveHappened(RouteurException error) =>
        error.Status is not (>= 300 and < 500) && !TransportErrors.NeverReachedTheService(error);

    private static string Append(string message, string sentence) => $"{message}{(message[^1] is '.' or '!' or '?' ? "" : ".")} {sentence}";

    private static string Capitalised(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
