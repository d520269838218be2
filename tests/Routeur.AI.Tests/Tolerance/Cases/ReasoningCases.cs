using static Routeur.AI.Tests.Tolerance.Bodies;
using static Routeur.AI.Tests.Tolerance.ToleranceCase;

namespace Routeur.AI.Tests.Tolerance.Cases;

/// <summary>Reasoning under its many names.</summary>
internal static class ReasoningCases
{
    public static IEnumerable<ToleranceCase> All =>
    [
        Thought("DeepSeek: reasoning_content", """{"role":"assistant","content":"4","reasoning_content":"2+2"}"""),
        Thought("Groq: reasoning", """{"role":"assistant","content":"4","reasoning":"2+2"}"""),
        Thought("vLLM: reasoning and reasoning_content with the same text", """{"role":"assistant","content":"4","reasoning":"2+2","reasoning_content":"2+2"}"""),
        Thought("OpenRouter: reasoning and reasoning_details with the same text",
            """{"role":"assistant","content":"4","refusal":null,"reasoning":"2+2","reasoning_details":[{"type":"reasoning.text","text":"2+2","format":"unknown","index":0}]}"""),
        Thought("OpenRouter: reasoning_details alone", """{"role":"assistant","content":"4","reasoning":null,"reasoning_details":[{"type":"reasoning.text","text":"2+2","index":0}]}"""),
        Thought("OpenRouter: a summary in reasoning_details", """{"role":"assistant","content":"4","reasoning_details":[{"type":"reasoning.summary","summary":"2+2","index":0}]}"""),
        Thought("LiteLLM: thinking_blocks beside reasoning_content",
            """{"content":"4","role":"assistant","reasoning_content":"2+2","thinking_blocks":[{"type":"thinking","thinking":"2+2","signature":"Eq=="}]}"""),
        Thought("OpenRouter: only encrypted reasoning", """{"role":"assistant","content":"4","reasoning":null,"reasoning_details":[{"type":"reasoning.encrypted","data":"Z0FB","index":0}]}""", reasoning: ""),
        Thought("SGLang: reasoning_content is null", """{"role":"assistant","content":"4","reasoning_content":null,"tool_calls":null}""", reasoning: ""),
        Thought("DeepSeek: reasoning before a tool call", """{"role":"assistant","content":"","reasoning_content":"2+2","tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]}""",
            text: "", finish: "tool_calls") with { Calls = [new("f", "{}", "a")] },

        Streamed("DeepSeek: reasoning first, content null, then the other way round",
            Chunk("""{"role":"assistant","content":null,"reasoning_content":"2"}"""), Chunk("""{"content":null,"reasoning_content":"+2"}"""),
            Chunk("""{"content":"4","reasoning_content":null}"""), Chunk("""{"content":"","reasoning_content":null}""", "\"stop\"", $",\"usage\":{UsageJson}")) with { Usage = Usage },
        Streamed("OpenRouter: reasoning and reasoning_details in each chunk",
            Chunk("""{"content":"","reasoning":"2","reasoning_details":[{"type":"reasoning.text","text":"2","index":0}]}"""),
            Chunk("""{"content":"","reasoning":"+2","reasoning_details":[{"type":"reasoning.text","text":"+2","index":0}]}"""),
            Chunk("""{"content":"4","reasoning":null,"reasoning_details":[]}"""), Stop()),
        Streamed("vLLM: reasoning and reasoning_content with the same text in each chunk",
            Chunk("""{"reasoning":"2","reasoning_content":"2"}"""), Chunk("""{"reasoning":"+2","reasoning_content":"+2"}"""), Says("4"), Stop()),
        Streamed("Groq: reasoning on a channel", Chunk("""{"channel":"analysis","reasoning":"2+2"}"""), Chunk("""{"channel":"final","content":"4"}"""), Stop()),
        Streamed("Mistral Magistral: content is an array while it thinks",
            Chunk("""{"role":"assistant","content":""}"""),
            Chunk("""{"content":[{"type":"thinking","thinking":[{"type":"text","text":"2"}]}]}"""),
            Chunk("""{"content":[{"type":"thinking","thinking":[{"type":"text","text":"+2"}]}]}"""), Says("4"), Stop()),
        Streamed("A field guide to broken streams: nothing but reasoning", Chunk("""{"reasoning_content":"2+2"}"""), Chunk("""{"content":""}""", "\"stop\"")) with { Text = "" },
    ];

    private static ToleranceCase Thought(string name, string message, string text = "4", string reasoning = "2+2", string finish = "stop") =>
        Plain("reasoning, " + name, Completion(message, $"\"{finish}\"")) with { Text = text, Reasoning = reasoning, FinishReason = finish };

    private static ToleranceCase Streamed(string name, params string[] chunks) =>
        Stream("streamed reasoning, " + name, Events(chunks)) with { Text = "4", Reasoning = "2+2" };
}
