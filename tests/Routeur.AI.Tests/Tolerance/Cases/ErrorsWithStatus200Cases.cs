using static Routeur.AI.Tests.Tolerance.Bodies;
using static Routeur.AI.Tests.Tolerance.ToleranceCase;

namespace Routeur.AI.Tests.Tolerance.Cases;

/// <summary>Failures that come with status 200: as a body, as a stream's event, or as something that is no answer at all.</summary>
internal static class ErrorsWithStatus200Cases
{
    public static IEnumerable<ToleranceCase> All => [.. AsBodies, .. AsEvents];

    private static IEnumerable<ToleranceCase> AsBodies =>
    [
        Body("OpenRouter: an error object with a number", """{"error":{"message":"Provider returned error","code":502},"user_id":"u"}""", null, "Provider returned error"),
        Body("routeur.ai: the documented envelope", """{"error":{"code":"upstream_error","message":"upstream failed","type":"routeur_error"}}""",
            RouteurErrorCode.UpstreamError, "upstream failed"),
        Body("Ollama: the error is text", """{"error":"model is loading"}""", null, "model is loading"),
        Body("OpenRouter: the error is inside the choice's answer", """
            {"id":"gen-1","choices":[],"error":{"message":"No endpoints found","code":404}}
            """, null, "No endpoints found"),
        Body("vLLM: the error is the whole body", """{"object":"error","message":"engine is dead","type":"InternalServerError","param":null,"code":500}""", null, "engine is dead"),
        Body("Gemini: an error inside an array", """[{"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}}]""", null, "overloaded"),
        Body("FastAPI: detail", """{"detail":"Not authenticated"}""", RouteurErrorCode.InvalidResponse, "Not authenticated"),
        Body("WeChat gateway: a code and a message", """{"code":10013,"msg":"Request is illegal"}""", RouteurErrorCode.InvalidResponse, "Request is illegal"),
        Body("Login page", "<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body></body></html>", RouteurErrorCode.InvalidResponse, "Sign in") with { ContentType = "text/html" },
        Body("Login page that claims to be JSON", "<html><title>Sign in</title></html>", RouteurErrorCode.InvalidResponse, "Sign in"),
        Body("Health check: plain words", "OK", RouteurErrorCode.InvalidResponse, "OK") with { ContentType = "text/plain" },
        Body("Load balancer: an empty body", "", RouteurErrorCode.InvalidResponse, null),
        Body("Broken cache: white space only", " \n ", RouteurErrorCode.InvalidResponse, null),
        Body("Broken cache: the text null", "null", RouteurErrorCode.InvalidResponse, null),
        Body("Broken cache: a list", "[]", RouteurErrorCode.InvalidResponse, null),
        Body("Broken cache: two answers in one body", Hello() + Hello(), RouteurErrorCode.InvalidResponse, null) with { Text = "Hello", CutMayAnswer = true },
        Body("Broken cache: rubbish after the answer", Hello() + "</html>", RouteurErrorCode.InvalidResponse, null) with { Text = "Hello", CutMayAnswer = true },
        Body("XML gateway", "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>", RouteurErrorCode.InvalidResponse, "AccessDenied") with { ContentType = "application/xml" },
        Body("Latin-1 gateway: an error object", """{"error":{"message":"d¿j¿ vu","code":"upstream_error"}}""", RouteurErrorCode.UpstreamError, "vu").WithByte(0xE9),
        Body("Ollama's native dialect", """{"model":"llama3","created_at":"2024-06-10T06:13:20Z","message":{"role":"assistant","content":"Hello"},"done":true}""",
            RouteurErrorCode.InvalidResponse, "llama3"),
    ];

    private static IEnumerable<ToleranceCase> AsEvents =>
    [
        Event("routeur.ai: the envelope as the first event", """data: {"error":{"code":"upstream_error","message":"upstream failed","type":"routeur_error"}}""",
            RouteurErrorCode.UpstreamError, "upstream failed"),
        Event("routeur.ai: the token cap is crossed on the way", """data: {"error":{"code":"rate_limited","message":"tokens per minute exceeded","type":"routeur_error"}}""",
            RouteurErrorCode.RateLimited, "tokens per minute", Says("Hel")),
        // OpenRouter's documentation: a chunk with an error beside a choice that finishes with "error".
        Event("OpenRouter: an error beside a choice", """
            data: {"id":"c1","choices":[{"index":0,"delta":{"content":""},"finish_reason":"error"}],"error":{"code":"server_error","message":"Provider disconnected"}}
            """, new RouteurErrorCode("server_error"), "Provider disconnected", Says("Hel")),
        Event("SGLang: the code is a number", """data: {"error":{"object":"error","message":"out of memory","type":"InternalServerError","param":null,"code":500}}""", null, "out of memory", Says("Hel")),
        // goose pull request 8031.
        Event("vLLM: the error is the whole event", """data: {"object":"error","message":"engine is dead","type":"InternalServerError","param":null,"code":500}""", null, "engine is dead", Says("Hel")),
        Event("Ollama: the error is text", """data: {"error":"llama runner process has terminated"}""", null, "llama runner", Says("Hel")),
        Event("Anthropic proxy: an event named error", "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}", null, "Overloaded", Says("Hel")),
        Event("LiteLLM: an event named error without an error object", "event: error\ndata: {\"message\":\"something broke\",\"code\":500}", null, "something broke", Says("Hel")),
        Event("Groq: an event named error with plain words", "event: error\ndata: internal error", null, "internal error", Says("Hel")),
        Event("Spring gateway: an error object without data:", """{"error":{"message":"no capacity","type":"server_error","code":"no_capacity"}}""", null, null, Says("Hel")),
        Event("nginx: HTML in mid-stream", "<html><body>502 Bad Gateway</body></html>", null, null, Says("Hel")),
        Event("Broken gateway: an event that is not JSON", "data: Hello, I am not JSON", RouteurErrorCode.InvalidResponse, null, Says("Hel")),
        Event("Broken gateway: an event that is half a JSON", "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"con", RouteurErrorCode.InvalidResponse, null, Says("Hel")),
        Stream200("the error object as a plain body", """{"error":{"code":"upstream_error","message":"upstream failed","type":"routeur_error"}}""", RouteurErrorCode.UpstreamError, "upstream failed") with
        {
            ContentType = "application/json",
        },
        Stream200("a login page", "<!DOCTYPE html>\n<html><head><title>Sign in</title></head></html>", RouteurErrorCode.InvalidResponse, "Sign in") with { ContentType = "text/html" },
        Stream200("a login page that claims to be a stream", "<!DOCTYPE html>\n<html><head><title>Sign in</title></head></html>", null, null),
        Stream200("an empty body", "", RouteurErrorCode.InvalidResponse, null),
        Stream200("nothing but comments", ": keep-alive\n\n: keep-alive\n\n", RouteurErrorCode.InvalidResponse, null),
        Stream200("text, but neither a finish reason nor [DONE]", EventsWithoutDone(Says("Hel"), Says("lo")), RouteurErrorCode.StreamInterrupted, null),
        Stream200("a tool call, but neither a finish reason nor [DONE]",
            EventsWithoutDone(Chunk("""{"tool_calls":[{"index":0,"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]}""")), RouteurErrorCode.StreamInterrupted, null),
        Stream200("Ollama's native dialect, lines of JSON", """
            {"model":"llama3","message":{"role":"assistant","content":"Hel"},"done":false}
            {"model":"llama3","message":{"role":"assistant","content":"lo"},"done":true}

            """, null, null) with { ContentType = "application/x-ndjson" },
        Stream200("a Latin-1 gateway's error event", "data: {\"error\":{\"message\":\"d¿j¿ vu\",\"code\":\"upstream_error\"}}\n\n", RouteurErrorCode.UpstreamError, "vu").WithByte(0xE9),
        // vLLM pull request 40986: the engine failed before the first token, and its error got lost.
        Stream("status 200 to a stream request, vLLM: nothing but [DONE]", "data: [DONE]\n\n") with { FinishReason = null, MayFail = true },
    ];

    private static ToleranceCase Body(string name, string body, RouteurErrorCode? code, string? messageHas) =>
        PlainError("status 200, " + name, 200, code, body) with { MessageHas = messageHas };

    private static ToleranceCase Event(string name, string error, RouteurErrorCode? code, string? messageHas, params string[] before) =>
        StreamError("error event, " + name, code, EventsWithoutDone(before) + error.Trim() + "\n\n") with { MessageHas = messageHas };

    private static ToleranceCase Stream200(string name, string body, RouteurErrorCode? code, string? messageHas) =>
        StreamError("status 200 to a stream request, " + name, code, body) with { MessageHas = messageHas };
}
