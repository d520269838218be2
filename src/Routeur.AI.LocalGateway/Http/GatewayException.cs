using Microsoft.AspNetCore.Http;
using Routeur.AI.LocalGateway.Simulation;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Http;

/// <summary>A request ends with a short JSON error [/guides/errors].</summary>
internal sealed class GatewayException(int status, string code, string message) : Exception(message)
{
    private const int LongestQuote = 500;

    public int Status { get; } = status;

    public string Code { get; } = code;

    /// <summary>What <c>Retry-After</c> says, in whole seconds.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What <c>Allow</c> says on a 405.</summary>
    public string? Allow { get; init; }

    public static GatewayException InvalidRequest(string message) =>
        new(StatusCodes.Status400BadRequest, ServiceErrors.InvalidRequest, message);

    public static GatewayException Unauthorized(string message) =>
        new(StatusCodes.Status401Unauthorized, ServiceErrors.Unauthorized, message);

    public static GatewayException Forbidden(string message) =>
        new(StatusCodes.Status403Forbidden, ServiceErrors.Forbidden, message);

    public static GatewayException InvalidApiKey(string message) =>
        new(StatusCodes.Status401Unauthorized, ServiceErrors.InvalidApiKey, message);

    public static GatewayException BlockedByDlp(string rule) =>
        new(StatusCodes.Status403Forbidden, ServiceErrors.BlockedByDlp, ServiceErrors.DlpPrefix + rule);

    public static GatewayException BlockedByModeration(string rule) =>
        new(StatusCodes.Status403Forbidden, ServiceErrors.BlockedByModeration, ServiceErrors.ModerationPrefix + rule);

    public static GatewayException NotFound(string message) =>
        new(StatusCodes.Status404NotFound, ServiceErrors.NotFound, message);

    // Codes for 405 and 413 are not documented. The request is at fault, and this code says so.
    public static GatewayException MethodNotAllowed(string method, string path, string allow) =>
        new(StatusCodes.Status405MethodNotAllowed, ServiceErrors.InvalidRequest, $"{method} is not allowed on {path}") { Allow = allow };

    public static GatewayException TooLarge(int limit) =>
        new(StatusCodes.Status413PayloadTooLarge, ServiceErrors.InvalidRequest, $"the request body is longer than {limit} bytes");

    public static GatewayException RateLimited(string message, TimeSpan retryAfter) =>
        new(StatusCodes.Status429TooManyRequests, ServiceErrors.RateLimited, message) { RetryAfter = retryAfter };

    public static GatewayException ProviderUnconfigured() =>
        new(StatusCodes.Status502BadGateway, ServiceErrors.UpstreamError, ServiceErrors.ProviderUnconfigured);

    // 400, because every client repeats a 5xx by itself: what a test has forgotten does not come at the third attempt.
    public static GatewayException Unscripted(RecordedRequest request) =>
        new(StatusCodes.Status400BadRequest, ServiceErrors.UnscriptedRequest, $"strict mode: no scripted reply is left for {request} with the body {Begin(request.Body)}");

    public static GatewayException BrokenScript(Exception e) =>
        new(StatusCodes.Status400BadRequest, ServiceErrors.BrokenScript, $"the script of the local gateway threw {e.GetType().Name}: {e.Message}");

    private static string Begin(string body) => body.Length > LongestQuote ? $"{TextPieces.Begin(body, LongestQuote)}…" : body;
}
