using static Routeur.AI.Tests.Tolerance.ToleranceCase;

namespace Routeur.AI.Tests.Tolerance.Cases;

/// <summary>Answers with an error status, to plain and to stream requests.</summary>
internal static class ErrorStatusCases
{
    public static IEnumerable<ToleranceCase> All => [.. Documented, .. Foreign, .. ToStreamRequests];

    // [/guides/errors], [/guides/dlp], [/guides/output-moderation], [/guides/rate-limits]
    private static IEnumerable<ToleranceCase> Documented =>
    [
        Envelope(400, "invalid_request", "messages is required"),
        Envelope(401, "unauthorized", "missing or unknown token"),
        Envelope(401, "invalid_api_key", "key revoked"),
        Envelope(403, "forbidden", "organisation disabled"),
        Envelope(403, "blocked_by_dlp", "dlp:confidential_block"),
        Envelope(403, "blocked_by_moderation", "moderation:secret_leak_block"),
        Envelope(404, "not_found", "unknown model"),
        Envelope(429, "rate_limited", "requests per minute exceeded"),
        Envelope(502, "upstream_error", "upstream failed"),
        Envelope(502, "provider_unconfigured", "no credential is mounted"),
        Envelope(504, "upstream_error", "upstream timed out"),
        Envelope(403, "a_code_of_tomorrow", "not known yet"),
    ];

    private static IEnumerable<ToleranceCase> Foreign =>
    [
        Error("OpenAI: its own envelope with a code", 400, new RouteurErrorCode("context_length_exceeded"),
            """{"error":{"message":"This model's maximum context length is 8192 tokens.","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}""",
            "maximum context length"),
        Error("OpenAI: its own envelope without a code", 400, RouteurErrorCode.InvalidRequest,
            """{"error":{"message":"Unrecognized argument.","type":"invalid_request_error","param":null,"code":null}}""", "Unrecognized argument."),
        Error("Gemini: the error is inside an array", 400, RouteurErrorCode.InvalidRequest,
            """[{"error":{"code":400,"message":"Invalid JSON payload received.","status":"INVALID_ARGUMENT"}}]""", "Invalid JSON payload"),
        Error("OpenRouter: the code is a number", 429, RouteurErrorCode.RateLimited,
            """{"error":{"code":429,"message":"Provider returned error","metadata":{"raw":"slow down"}},"user_id":"u"}""", "Provider returned error"),
        Error("Ollama: the error is text", 404, RouteurErrorCode.NotFound, """{"error":"model 'x' not found"}""", "model 'x' not found"),
        Error("FastAPI: detail", 422, RouteurErrorCode.Unknown, """{"detail":[{"loc":["body","messages"],"msg":"field required"}]}""", "field required"),
        Error("vLLM: the error is the whole body", 400, RouteurErrorCode.InvalidRequest,
            """{"object":"error","message":"max_tokens is too large","type":"BadRequestError","param":null,"code":400}""", "max_tokens is too large"),
        Error("AWS gateway: message", 403, RouteurErrorCode.Forbidden, """{"message":"Forbidden"}""", "Forbidden"),
        Error("nginx: a page of HTML", 502, RouteurErrorCode.UpstreamError,
            "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n", "502 Bad Gateway") with
        {
            ContentType = "text/html",
        },
        Error("Cloudflare: a page of HTML with a status of its own", 524, RouteurErrorCode.Unknown,
            "<!DOCTYPE html><title>example.com | 524: A timeout occurred</title>", "A timeout occurred") with { ContentType = "text/html; charset=UTF-8" },
        Error("Envoy: plain words", 503, RouteurErrorCode.Unknown, "upstream connect error or disconnect/reset before headers", "upstream connect error") with { ContentType = "text/plain" },
        Error("Load balancer: an empty body", 504, RouteurErrorCode.UpstreamError, "", "504"),
        Error("Load balancer: an empty body and no content type", 500, RouteurErrorCode.Unknown, "", "500") with { ContentType = null },
        Error("A proxy that cuts long errors: half a JSON", 500, RouteurErrorCode.Unknown, """{"error":{"message":"The server had an er""", "The server had an er"),
        Error("A broken gateway: bytes that are no text", 500, RouteurErrorCode.Unknown, "") with { Body = [0xFF, 0xFE, 0x00, 0x80, 0xC3, 0x28], MessageHas = "500" },
        Error("A broken gateway: half a character in a name and in the message", 400, new RouteurErrorCode("bad"),
            """{"error":{"x\ud83d":1,"message":"half \udc4d of it","code":"bad","code\ud83d":2}}""", "of it"),
        Error("A broken gateway: half a character in a name around the error", 400, new RouteurErrorCode("bad"),
            """{"error":{"message":"short","code":"bad"},"error\ud83d":1,"reque\t_id\ud83d":2}""", "short"),
        Error("A Latin-1 gateway: é in the message and in a name", 400, new RouteurErrorCode("bad"),
            """{"error":{"x¿":1,"message":"d¿j¿ vu","code":"bad"}}""", "vu").WithByte(0xE9),
        Error("A broken gateway: everything is of the wrong type", 403, RouteurErrorCode.Forbidden,
            """{"error":{"code":{"a":1},"message":["no"],"type":7},"request_id":{}}""", "no"),
        Error("A broken gateway: the error is nested 100 levels deep", 500, RouteurErrorCode.Unknown, new string('[', 100) + new string(']', 100), "[[["),
        Error("A broken gateway: the error is null", 401, RouteurErrorCode.Unauthorized, """{"error":null}""", "401"),
        Error("A broken gateway: the body is a number", 429, RouteurErrorCode.RateLimited, "429", "429"),
        Error("A captive portal: a redirect", 302, RouteurErrorCode.InvalidResponse, "<a href=\"https://login.example/\">Found</a>", "302") with { ContentType = "text/html" },
    ];

    private static IEnumerable<ToleranceCase> ToStreamRequests =>
    [
        Streamed("the documented envelope", 403, RouteurErrorCode.BlockedByDlp,
            """{"error":{"code":"blocked_by_dlp","message":"dlp:confidential_block","type":"routeur_error"}}""") with { ContentType = "application/json" },
        Streamed("the envelope as an event", 429, RouteurErrorCode.RateLimited,
            "data: {\"error\":{\"code\":\"rate_limited\",\"message\":\"slow down\",\"type\":\"routeur_error\"}}\n\ndata: [DONE]\n\n"),
        Streamed("an empty body", 504, RouteurErrorCode.UpstreamError, ""),
        Streamed("a page of HTML", 502, RouteurErrorCode.UpstreamError, "<html><body>Bad Gateway</body></html>") with { ContentType = "text/html" },
    ];

    private static ToleranceCase Envelope(int status, string code, string message) =>
        Error($"routeur.ai: {code}", status, new RouteurErrorCode(code), $$$"""{"error":{"code":"{{{code}}}","message":"{{{message}}}","type":"routeur_error"}}""", message);

    private static ToleranceCase Error(string name, int status, RouteurErrorCode? code, string body, string messageHas = "") =>
        PlainError($"status {status}, {name}", status, code, body) with { MessageHas = messageHas };

    private static ToleranceCase Streamed(string name, int status, RouteurErrorCode? code, string body) =>
        StreamError($"status {status} to a stream request, {name}", code, body) with { Status = status };
}
