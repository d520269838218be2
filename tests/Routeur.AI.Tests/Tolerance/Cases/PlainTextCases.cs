using static Routeur.AI.Tests.Tolerance.Bodies;
using static Routeur.AI.Tests.Tolerance.ToleranceCase;

namespace Routeur.AI.Tests.Tolerance.Cases;

/// <summary>Plain answers with text in unusual shapes.</summary>
internal static class PlainTextCases
{
    public static IEnumerable<ToleranceCase> All =>
    [
        // [/api-reference/chat-completions/create]: no "object", no "created", no "index", an empty usage object.
        Plain("routeur.ai: the documented sample, with usage {}", """
            {"id":"chatcmpl_1","model":"gpt-4o-mini-2024-07-18","choices":[{"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}],
             "usage":{ },"routeur":{"provider":"openai","model":"gpt-4o-mini","route_reason":"default","redactions":0}}
            """) with
        {
            Text = "Hello",
            Properties = new Dictionary<string, string>
            {
                ["routeur"] = """{"provider":"openai","model":"gpt-4o-mini","route_reason":"default","redactions":0}""",
            },
        },
        Plain("vLLM: content is null and nothing else is there", Completion("""{"role":"assistant","content":null,"tool_calls":[]}""")),
        Plain("LocalAI: content is missing", Completion("""{"role":"assistant"}""")),
        Plain("Databricks: content is an array of text parts",
            Completion("""{"role":"assistant","content":[{"type":"text","text":"Hel"},{"type":"text","text":"lo"}]}""")) with { Text = "Hello" },
        Plain("Mistral Magistral: content is an array of thinking and text parts",
            Completion("""{"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"Two hours?"}],"closed":true},{"type":"text","text":"2 h"}]}""")) with
        {
            Text = "2 h",
            Reasoning = "Two hours?",
        },
        Plain("Vertex proxy: an unknown part between text parts",
            Completion("""{"role":"assistant","content":[{"type":"text","text":"Hel"},{"type":"grounding","data":[1,2]},{"type":"text","text":"lo"}]}""")) with { Text = "Hello" },
        Plain("IIS proxy: a byte order mark before the JSON", "\uFEFF" + Hello()) with { Text = "Hello" },
        // OpenRouter keeps a slow plain answer alive with blank lines before the body.
        Plain("OpenRouter: blank lines before and after the JSON", "\n         \n\n" + Hello() + "\r\n\r\n") with { Text = "Hello" },
        Plain("Flask gateway: pretty-printed with CRLF", """
            {
              "choices": [
                { "finish_reason": "stop", "index": 0, "message": { "content": "Hello", "role": "assistant" } }
              ]
            }
            """.ReplaceLineEndings("\r\n")) with { Text = "Hello" },
        Plain("one-api: the key content occurs twice, the last one counts",
            Completion("""{"role":"assistant","content":null,"content":"Hello"}""")) with { Text = "Hello" },
        Plain("MCP-Bridge 48: a choice without an index", """
            {"choices":[{"finish_reason":"stop","message":{"content":"Hello","role":"assistant"}}],"created":1740565563,"id":"msg_1","model":"claude"}
            """) with { Text = "Hello" },
        Plain("PHP gateway: index is text", """{"id":"x","choices":[{"index":"0","message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}]}""") with { Text = "Hello" },
        Plain("OpenRouter: unknown top-level fields are kept",
            Hello(more: ""","provider":"DeepInfra","metrics":{"ttft":[0.5,null]},"flag":true""")) with
        {
            Text = "Hello",
            Properties = new Dictionary<string, string>
            {
                ["provider"] = "\"DeepInfra\"",
                ["metrics"] = """{"ttft":[0.5,null]}""",
                ["flag"] = "true",
            },
        },
        Plain("OpenAI: log probabilities beside the message", """
            {"id":"x","choices":[{"index":0,"message":{"role":"assistant","content":"Hello","refusal":null,"annotations":[]},
             "logprobs":{"content":[{"token":"Hello","logprob":-0.0001,"bytes":[72,101],"top_logprobs":[]}],"refusal":null},"finish_reason":"stop"}]}
            """) with { Text = "Hello" },
        Plain("FastAPI gateway: JSON labelled text/plain", Hello()) with { Text = "Hello", ContentType = "text/plain" },
        Plain("Go gateway: JSON without a content type", Hello()) with { Text = "Hello", ContentType = null },
        Plain("Java gateway: a charset that does not exist", Hello()) with { Text = "Hello", ContentType = "application/json;charset=UTF8" },
        Plain("S3-backed cache: JSON labelled application/octet-stream", Hello()) with { Text = "Hello", ContentType = "application/octet-stream" },
        Plain("Misconfigured proxy: a content type that is not one", Hello()) with { Text = "Hello", ContentType = "json" },
        Plain("OpenAI n=2: the first of two alternatives is the answer", """
            {"id":"x","choices":[{"index":0,"message":{"role":"assistant","content":"One"},"finish_reason":"stop"},
             {"index":1,"message":{"role":"assistant","content":"Two"},"finish_reason":"length"}]}
            """) with { Text = "One" },
        // MCP-Bridge issue 48: neither choice has an index; they are the two halves of one answer.
        Plain("GitHub Copilot Claude: text in one choice, the tool call in the next", """
            {"choices":[{"finish_reason":"tool_calls","message":{"content":"Looking.","role":"assistant"}},
             {"finish_reason":"tool_calls","message":{"role":"assistant","tool_calls":[{"function":{"arguments":"{\"q\":1}","name":"fetch"},"id":"t1","type":"function"}]}}],
             "created":1740565563,"id":"msg_1","model":"claude-3.7-sonnet","usage":{"prompt_tokens":9,"total_tokens":13}}
            """) with
        {
            Text = "Looking.",
            Calls = [new("fetch", """{"q":1}""", "t1")],
            FinishReason = "tool_calls",
            Usage = new(9, null, 13),
        },
        Plain("OpenAI: a refusal instead of content", Completion("""{"role":"assistant","content":null,"refusal":"I can't."}""")) with { Refusal = "I can't." },
        Plain("Gemini proxy: choices is empty, but usage is there", """{"id":"x","object":"chat.completion","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":0,"total_tokens":9}}""") with
        {
            FinishReason = null,
            Usage = new(9, 0, 9),
            MayFail = true,
        },
        Plain("Broken gateway: choices is empty, and nothing else is there", """{"id":"x","object":"chat.completion","choices":[]}""") with
        {
            Fails = true,
            ErrorCode = RouteurErrorCode.InvalidResponse,
        },
        // langchain issue 32252: vLLM behind a proxy answers so under load.
        Plain("vLLM: choices is null", """{"id":"x","object":"chat.completion","created":1718000000,"model":"m","choices":null,"usage":null}""") with
        {
            Fails = true,
            ErrorCode = RouteurErrorCode.InvalidResponse,
        },
    ];
}
