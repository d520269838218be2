using System.Text.Json;
using Routeur.AI.LocalGateway;

namespace Routeur.AI.SemanticKernel.Tests.Support;

/// <summary>Answers as providers give them, to be sent verbatim.</summary>
internal static class Replies
{
    public const string EventStream = "text/event-stream";

    /// <summary>The documented form: each call with an id, arguments as text, and a trace block with a cost.</summary>
    public static ScriptedReply Calls(params (string Id, string Name, string Arguments)[] calls) => ScriptedReply.Raw(
        $$$"""
        {"id":"chatcmpl_1","object":"chat.completion","created":1700000000,"model":"gpt-4o-mini-2024-07-18",
         "choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[{{{string.Join(',', calls.Select(Call))}}}]},"finish_reason":"tool_calls"}],
         "usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15},
         "routeur":{"provider":"openai","model":"gpt-4o-mini","route_reason":"default","redactions":0,"request_id":"01KCALLS","cost_usd":0.25}}
        """);

    /// <summary>The same, streamed in pieces.</summary>
    public static ScriptedReply StreamedCalls(params (string Id, string Name, string Arguments)[] calls)
    {
        var events = new List<string> { Chunk("""{"role":"assistant","content":null}""") };
        for (int i = 0; i < calls.Length; i++)
        {
            (string id, string name, string arguments) = calls[i];
            events.Add(Chunk($$$"""{"tool_calls":[{"index":{{{i}}},"id":"{{{id}}}","type":"function","function":{"name":"{{{name}}}","arguments":""}}]}"""));
            foreach (string piece in new[] { arguments[..(arguments.Length / 2)], arguments[(arguments.Length / 2)..] })
            {
                events.Add(Chunk($$$"""{"tool_calls":[{"index":{{{i}}},"function":{"arguments":{{{Quote(piece)}}}}}]}"""));
            }
        }

        events.Add(Chunk("{}", "tool_calls"));
        return Stream(events);
    }

    /// <summary>Gemini's manner: no ids, <c>stop</c> as finish reason although there are calls, in a stream all calls at once and whole.</summary>
    public static ScriptedReply GeminiCalls(bool stream, params (string Name, string Arguments)[] calls)
    {
        string list = string.Join(',', calls.Select((call, i) =>
            $$$"""{"index":{{{i}}},"id":"","type":"function","function":{"name":"{{{call.Name}}}","arguments":{{{Quote(call.Arguments)}}}}}"""));
        return stream
            ? Stream([Chunk($$$"""{"role":"assistant","tool_calls":[{{{list}}}]}""", "stop", "gemini-2.0-flash")])
            : ScriptedReply.Raw(
                $$$"""
                {"object":"chat.completion","created":1700000000,"model":"gemini-2.0-flash",
                 "choices":[{"index":0,"message":{"role":"model","tool_calls":[{{{list}}}]},"finish_reason":"stop"}],
                 "usage":{"prompt_tokens":10,"total_tokens":15},
                 "routeur":{"provider":"gemini","model":"gemini-2.0-flash","route_reason":"default"}}
                """);
    }

    /// <summary>DeepSeek's manner: reasoning first, an empty content beside the calls, cache counters, padding in the stream.</summary>
    public static ScriptedReply DeepSeekCalls(bool stream, string reasoning, params (string Id, string Name, string Arguments)[] calls)
    {
        if (!stream)
        {
            return ScriptedReply.Raw(
                $$$"""
                {"id":"ds_1","object":"chat.completion","created":1700000000,"model":"deepseek-chat",
                 "choices":[{"index":0,"message":{"role":"assistant","content":"","reasoning_content":{{{Quote(reasoning)}}},"tool_calls":[{{{string.Join(',', calls.Select(Call))}}}]},"logprobs":null,"finish_reason":"tool_calls"}],
                 "usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15,"prompt_cache_hit_tokens":4,"prompt_cache_miss_tokens":6},
                 "routeur":{"provider":"deepseek","model":"deepseek-chat","route_reason":"header","cost_usd":0.0000123}}
                """);
        }

        List<string> events =
        [
            Chunk("""{"role":"assistant","content":null,"reasoning_content":""}""", null, "deepseek-chat"),
            .. reasoning.Chunk(5).Select(piece => Chunk($$$"""{"content":null,"reasoning_content":{{{Quote(new string(piece))}}}}""", null, "deepseek-chat")),
            .. calls.Select((call, i) => Chunk(
                $$$"""{"tool_calls":[{"index":{{{i}}},"id":"{{{call.Id}}}","type":"function","function":{"name":"{{{call.Name}}}","arguments":{{{Quote(call.Arguments)}}}}}]}""",
                null,
                "deepseek-chat")),
            Chunk("""{"content":""}""", "tool_calls", "deepseek-chat"),
        ];
        return Stream(events);
    }

    public static ScriptedReply Stream(IEnumerable<string> chunks) =>
        ScriptedReply.Raw(string.Concat(chunks.Append("[DONE]").Select(chunk => $"data: {chunk}\n\n")), EventStream);

    public static string Chunk(string delta, string? finishReason = null, string model = "gpt-4o-mini") =>
        $$$"""{"id":"chatcmpl_1","object":"chat.completion.chunk","created":1700000000,"model":"{{{model}}}","choices":[{"index":0,"delta":{{{delta}}},"finish_reason":{{{(finishReason is null ? "null" : Quote(finishReason))}}}}]}""";

    private static string Call((string Id, string Name, string Arguments) call) =>
        $$$"""{"id":"{{{call.Id}}}","type":"function","function":{"name":"{{{call.Name}}}","arguments":{{{Quote(call.Arguments)}}}}}""";

    private static string Quote(string text) => JsonSerializer.Serialize(text);
}
