using System.Globalization;
using System.Net;
using Microsoft.Extensions.AI;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Budget;

/// <summary>Answers that cost something, as the service writes them.</summary>
internal static class Bills
{
    private static int _ids;

    /// <summary>A completion of 13 prompt and 7 completion tokens.</summary>
    /// <param name="usd">Its <c>cost_usd</c>; null for none.</param>
    /// <param name="id">Its <c>request_id</c>; null for a fresh one, empty for none.</param>
    /// <param name="tool">Whether it calls the tool <c>lookup</c>.</param>
    /// <param name="usage">Whether it has a <c>usage</c> block.</param>
    /// <param name="trace">Whether it has a <c>routeur</c> block.</param>
    public static string Json(decimal? usd, string? id = null, bool tool = false, bool usage = true, bool trace = true) =>
        $$"""
        {"id":"{{NextId()}}","model":"gpt-4o-mini-2024-07-18","choices":[{"index":0,"message":{"role":"assistant",{{(tool ? ToolCall : "\"content\":\"Hello\"")}}},"finish_reason":"{{(tool ? "tool_calls" : "stop")}}"}]
         {{(usage ? """,  "usage":{"prompt_tokens":13,"completion_tokens":7,"total_tokens":20}""" : "")}}
         {{(trace ? ", \"routeur\":" + Trace(usd, id) : "")}}}
        """;

    /// <summary>The same as a stream of two texts, whose last chunk brings usage and trace.</summary>
    public static string Events(decimal? usd, string? id = null, bool tool = false, bool traceFirst = false)
    {
        string chunk = NextId();
        string trace = ",\"routeur\":" + Trace(usd, id);
        string delta = tool ? "\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"lookup\",\"arguments\":\"{}\"}}]" : "\"content\":\" there\"";
        return
            $$"""
            data: {"id":"{{chunk}}","model":"gpt-4o-mini-2024-07-18","choices":[{"index":0,"delta":{"role":"assistant","content":"Hello"},"finish_reason":null}]{{(traceFirst ? trace : "")}}}

            data: {"id":"{{chunk}}","choices":[{"index":0,"delta":{ {{delta}} },"finish_reason":"{{(tool ? "tool_calls" : "stop")}}"}]}

            data: {"id":"{{chunk}}","choices":[],"usage":{"prompt_tokens":13,"completion_tokens":7,"total_tokens":20}{{(traceFirst ? "" : trace)}}}

            data: [DONE]


            """;
    }

    /// <summary>Answers chat calls and, at <c>/models/</c>, the price of every model: 100 USD per million prompt tokens and 1,000 per million completion tokens.</summary>
    public static StubHandler Service(Func<RecordedRequest, HttpResponseMessage> chat, Func<string, HttpResponseMessage>? model = null) =>
        new(request => request.Method == "GET"
            ? (model ?? (id => Priced(id)))(request.Uri.Segments[^1])
            : chat(request));

    public static StubHandler Service(string chat) => Service(_ => StubHandler.Response(chat));

    public static HttpResponseMessage Priced(string id) =>
        StubHandler.Response($$$"""{"id":"{{{id}}}","provider":"openai","pricing":{"prompt":100,"completion":1000}}""");

    public static HttpResponseMessage Error(HttpStatusCode status, string code, string message = "no", string rest = "") =>
        StubHandler.Response($$$"""{"error":{"code":"{{{code}}}","message":"{{{message}}}","type":"routeur_error"}{{{rest}}}}""", status: status);

    public static HttpResponseMessage Stream(string events) => StubHandler.Response(events, "text/event-stream");

    /// <summary>How many chat calls were sent.</summary>
    public static int Sent(this StubHandler service) => service.Requests.Count(request => request.Method == "POST");

    /// <summary>How many prices were looked up.</summary>
    public static int LookUps(this StubHandler service) => service.Requests.Count(request => request.Method == "GET");

    public static async Task<RouteurException> RefusedAsync(IChatClient chat)
    {
        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => chat.GetResponseAsync("Hello"));
        Assert.Equal(RouteurErrorCode.BudgetExceeded, error.ErrorCode);
        return error;
    }

    private const string ToolCall = "\"content\":null,\"tool_calls\":[{\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"lookup\",\"arguments\":\"{}\"}}]";

    private static string Trace(decimal? usd, string? id)
    {
        string request = id == "" ? "" : $"\"request_id\":\"{id ?? NextId()}\",";
        string cost = usd is null ? "" : $",\"cost_usd\":{usd.Value.ToString(CultureInfo.InvariantCulture)}";
        return $$"""{{{request}}"provider":"openai","model":"gpt-4o-mini","route_reason":"default","redactions":0{{cost}}}""";
    }

    private static string NextId() => "id" + Interlocked.Increment(ref _ids).ToString(CultureInfo.InvariantCulture);
}
