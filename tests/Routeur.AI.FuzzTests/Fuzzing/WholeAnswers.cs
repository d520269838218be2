using System.Text;
using CsCheck;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.FuzzTests.Fuzzing;

/// <summary>The answers that are damaged: the golden ones, the documentation's, and those that gateways write otherwise.</summary>
internal static class WholeAnswers
{
    private const string Rich =
        """
        {"id":"c1","created":1700000000,"model":"m","choices":[{"index":0,"finish_reason":"stop","logprobs":{"content":[{"token":"a","logprob":-1}]},
         "message":{"role":"assistant","content":[{"type":"text","text":"a😀"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AQID","detail":"low"}},
         {"type":"thinking","thinking":[{"type":"text","text":"hm"}]},{"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,AQID"}}],
         "reasoning":"r","reasoning_details":[{"text":"r"}],"refusal":"no","images":[{"image_url":{"url":"https://example.com/a.png"}}],
         "annotations":[{"type":"url_citation","url_citation":{"url":"https://example.com","title":"t","start_index":0,"end_index":3}}],
         "audio":{"id":"a1","data":"AQID","transcript":"t","expires_at":1},"function_call":{"name":"f","arguments":"{\"a\":1}"},
         "tool_calls":[{"index":0,"id":"x","function":{"name":"g","arguments":{"b":[1,2]}}}]}},{"index":1,"message":{"content":"other"}}],
         "citations":["https://example.com/1",{"url":"https://example.com/2","title":"two"}],"usage":{"prompt_tokens":1,"completion_tokens":2.0,"total_tokens":"3",
         "prompt_tokens_details":{"cached_tokens":1,"audio_tokens":1},"completion_tokens_details":{"reasoning_tokens":1},"cost":0.5},"system_fingerprint":"fp"}
        """;

    private const string OddStream =
        """
        : ping

        event: message
        data: {"id":"c1","choices":[{"index":0,"delta":{"role":"assistant","content":"a\ud83d"}}]}

        data: {"id":"c1","choices":[{"index":0,"delta":{"content":"\ude00","reasoning_content":"r"},"logprobs":{"content":[{"token":"a"}]}}]}

        data:{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"x","function":{"name":"f","arguments":"{\"a\""}}]}}]}
        data:

        id: 7
        retry: 10
        data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":":1}"}},{"function":{"name":"g","arguments":"{}"}}]}}]}

        event: routeur
        data: {"request_id":"01K","provider":"openai","cost_usd":0.1}

        data: {"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":1}}

        event: error
        data: {"error":{"code":"upstream_error","message":"late"}}

        data: [DONE]


        """;

    private const string ErrorBodies =
        """
        {"error":{"code":"provider_unconfigured","message":"No credential for openai","type":"routeur_error"},"request_id":"01K"}
        {"error":"plain"}
        {"message":"m","code":"rate_limited","routeur":{"request_id":"01K"}}
        {"detail":[{"loc":["body"],"msg":"field required"}]}
        {"error":{"code":401,"message":"bad key rtr_fuzz_K3y9876543210"}}
        <html><body>502 Bad Gateway</body></html>
        """;

    public static byte[][] Plain { get; } = [.. Golden("responses", "*.json"), Bytes(Rich)];

    public static byte[][] Streams { get; } = [.. Golden("responses", "*.sse"), Bytes(OddStream)];

    public static byte[][] Errors { get; } = [.. Golden("errors", "*.json"), .. ErrorBodies.Split('\n').Select(Bytes)];

    public static byte[][] Traces { get; } = [Bytes(ManagementClients.Trace), .. Golden("responses", "full-trace.json")];

    public static byte[][] DryRuns { get; } =
    [
        .. Golden("responses", "dry-run.json"), Bytes("""{"resolution":{"provider":"openai","model":"m","route_reason":"rule:x"}}"""),
        Bytes("""{"provider":"openai","model":"m"}"""), Bytes("""{"choices":[{"message":{"role":"assistant","content":"x"}}],"usage":{"completion_tokens":1}}"""),
        Bytes("data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\n"), Bytes("""{"error":{"code":"forbidden","message":"m"}}"""),
    ];

    public static Gen<byte[]> GeneratedPlain { get; } = CompletionGen.Plain.Select(Bytes);

    public static Gen<byte[]> GeneratedStream { get; } = CompletionGen.Stream.Select(Bytes);

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static IEnumerable<byte[]> Golden(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Golden", folder), pattern)
            .Where(file => !file.Contains(".expected.", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(File.ReadAllBytes);
}
