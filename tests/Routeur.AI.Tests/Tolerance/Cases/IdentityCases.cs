using static Routeur.AI.Tests.Tolerance.Bodies;
using static Routeur.AI.Tests.Tolerance.ToleranceCase;

namespace Routeur.AI.Tests.Tolerance.Cases;

/// <summary>Ids, times, model names and roles, plain and streamed: all of them may be odd, none may cost the answer.</summary>
internal static class IdentityCases
{
    private const string HelloChoice = """[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}]""";

    public static IEnumerable<ToleranceCase> All =>
    [
        Top("go-openai 1003: created is text", """{"id":"x","created":"1718000000","choices":"""),
        Top("SambaNova: created is a float", """{"id":"x","created":1744857525.254391,"choices":"""),
        Top("AutoGen: created is in milliseconds", """{"id":"x","created":1718000000123,"choices":"""),
        Top("GPT4All: created is a joke", """{"id":"x","created":"who can keep track?","choices":"""),
        Top("Azure proxy: created is an ISO date", """{"id":"x","created":"2024-06-10T06:13:20Z","choices":"""),
        Top("LocalAI: created is null, id is empty, model is null", """{"id":"","created":null,"model":null,"choices":"""),
        Top("Broken clock: created lies beyond the calendar", """{"id":"x","created":99999999999999999999,"choices":"""),
        Top("Broken clock: created is negative", """{"id":"x","created":-1e300,"choices":"""),
        Top("Home-made gateway: id is a number, model an object", """{"id":42,"model":{"name":"m"},"created":{},"object":null,"choices":"""),
        Top("freellmpool: nothing but choices", """{"choices":"""),
        Plain("identity, Gemini proxy: the role is model", Completion("""{"role":"model","content":"Hello"}""")) with { Text = "Hello" },
        Plain("identity, TGI: the role is missing", Completion("""{"content":"Hello"}""")) with { Text = "Hello" },
        Plain("identity, SGLang: the role is null", Completion("""{"role":null,"content":"Hello"}""")) with { Text = "Hello" },
        Plain("identity, Home-made gateway: the role is a number", Completion("""{"role":1,"content":"Hello"}""")) with { Text = "Hello" },

        // LiteLLM issue 1571. It is one message all the same.
        Streamed("LiteLLM: another id in each chunk", Events(
            """{"id":"a","choices":[{"index":0,"delta":{"role":"assistant","content":"Hel"},"finish_reason":null}],"usage":{}}""",
            """{"id":"b","choices":[{"index":0,"delta":{"role":null,"content":"lo"},"finish_reason":null}],"usage":{}}""",
            """{"id":"c","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{}}""")),
        Streamed("vLLM: the role in each chunk", Events(
            Chunk("""{"role":"assistant","content":"Hel"}"""), Chunk("""{"role":"assistant","content":"lo"}"""), Chunk("""{"role":"assistant","content":""}""", "\"stop\""))),
        Streamed("DashScope: an empty role after the first chunk", Events(
            Chunk("""{"role":"assistant","content":"Hel"}"""), Chunk("""{"role":"","content":"lo"}"""), Chunk("""{"role":"","content":""}""", "\"stop\""))),
        Streamed("Gemini proxy: the role is model", Events(Chunk("""{"role":"model","content":"Hel"}"""), Chunk("""{"role":"model","content":"lo"}"""), Stop())),
        Streamed("MiniMax: the role changes to something unknown", Events(Chunk("""{"role":"assistant","content":"Hel"}"""), Chunk("""{"role":"ai","content":"lo"}"""), Stop())),
        Streamed("TGI: no role at all", Events(Says("Hel"), Says("lo"), Stop())),
        Streamed("OpenRouter: the model's name changes on the way", Events(
            """{"id":"c1","model":"openrouter/auto","choices":[{"index":0,"delta":{"content":"Hel"}}]}""",
            """{"id":"c1","model":"openai/gpt-4o","choices":[{"index":0,"delta":{"content":"lo"},"finish_reason":"stop"}]}""")),
        Streamed("SambaNova: created is a float that grows", Events(
            """{"id":"c1","created":1744857525.1,"choices":[{"index":0,"delta":{"content":"Hel"}}]}""",
            """{"id":"c1","created":1744857525.9,"choices":[{"index":0,"delta":{"content":"lo"},"finish_reason":"stop"}]}""")),
        Streamed("Ollama through a proxy: created is an ISO date with nanoseconds", Events(
            """{"id":"c1","created":"2024-06-10T06:13:20.123456789Z","choices":[{"index":0,"delta":{"content":"Hello"},"finish_reason":"stop"}]}""")),
        Streamed("Cohere proxy: no id, no object, no model", Events(
            """{"choices":[{"delta":{"content":"Hello"}}]}""", """{"choices":[{"delta":{},"finish_reason":"stop"}]}""")),
        Streamed("Home-made gateway: ids and created are of the wrong type", Events(
            """{"id":7,"created":[],"model":false,"object":1,"choices":[{"index":null,"delta":{"role":2,"content":"Hello"},"finish_reason":"stop"}]}""")),
    ];

    private static ToleranceCase Top(string name, string beginning) => Plain("identity, " + name, beginning + HelloChoice + "}") with { Text = "Hello" };

    private static ToleranceCase Streamed(string name, string body) => Stream("streamed identity, " + name, body) with { Text = "Hello" };
}
