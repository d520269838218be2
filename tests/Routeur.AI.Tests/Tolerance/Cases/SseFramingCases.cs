using static Routeur.AI.Tests.Tolerance.Bodies;
using static Routeur.AI.Tests.Tolerance.ToleranceCase;

namespace Routeur.AI.Tests.Tolerance.Cases;

/// <summary>Server-sent events in every framing that gateways are known to send. All of them say "Hello".</summary>
internal static class SseFramingCases
{
    private static string Hel => Says("Hel");

    private static string Lo => Says("lo");

    private static string End => Stop();

    public static IEnumerable<ToleranceCase> All =>
    [
        Framed("Baidu: no space after the colon", Events(Hel, Lo, End).Replace("data: ", "data:", StringComparison.Ordinal)),
        Framed("ASP.NET gateway: CRLF", Events(Hel, Lo, End).ReplaceLineEndings("\r\n")),
        Framed("Old Mac proxy: CR alone", Events(Hel, Lo, End).ReplaceLineEndings("\r")),
        Framed("Mixed line ends", $"data: {Hel}\r\n\r\ndata: {Lo}\n\r\ndata: {End}\r\rdata: [DONE]\n\n"),
        Framed("OpenRouter: comments while it thinks", $": OPENROUTER PROCESSING\n\n: OPENROUTER PROCESSING\n\n{EventsWithoutDone(Hel)}: OPENROUTER PROCESSING\n\n{Events(Lo, End)}"),
        Framed("DeepSeek: keep-alive comments between the lines of an event", $": keep-alive\ndata: {Hel}\n: keep-alive\n\n: keep-alive\n\n{Events(Lo, End)}"),
        Framed("Heartbeat: lone colons", $":\n\n:\n\n{Events(Hel, Lo, End)}"),
        Framed("IIS proxy: a byte order mark", "\uFEFF" + Events(Hel, Lo, End)),
        Framed("Spring gateway: blank lines first, and too many in between", "\n\n\n" + Events(Hel, Lo, End).Replace("\n\n", "\n\n\n\n", StringComparison.Ordinal)),
        Framed("Perplexity: no [DONE]", EventsWithoutDone(Hel, Lo, End)),
        // openai-node issue 2725, System.Net.ServerSentEvents: the last event has no blank line after it.
        Framed("new-api: the last event has no line end", EventsWithoutDone(Hel, Lo, End).TrimEnd('\n')),
        Framed("new-api: the last event has one line end", EventsWithoutDone(Hel, Lo, End)[..^1]),
        Framed("open-webui pipelines: [DONE] has no line end", Events(Hel, Lo, End).TrimEnd('\n')),
        Framed("Vercel gateway: named events", $"event: message\ndata: {Hel}\n\nevent: chat.completion.chunk\ndata: {Lo}\n\nevent: done\ndata: {End}\n\ndata: [DONE]\n\n"),
        Framed("Spring gateway: event:data without spaces, ids, retry", $"id:1\nevent:data\nretry:3000\ndata:{Hel}\n\nid:2\nevent:data\ndata:{Lo}\n\nid:3\ndata:{End}\n\ndata:[DONE]\n\n"),
        Framed("Anthropic proxy: ping events", $"event: ping\ndata: {{\"type\":\"ping\"}}\n\n{Events(Hel, Lo, End)}"),
        Framed("Heartbeat: empty data lines", $"data:\n\ndata: \n\ndata: {Hel}\n\ndata:\n\n{Events(Lo, End)}"),
        Framed("Heartbeat: empty objects", Events("{}", Hel, "{}", Lo, End)),
        Framed("Heartbeat: an event without data", $"event: heartbeat\n\n{EventsWithoutDone(Hel)}event: heartbeat\nid: 7\n\n{Events(Lo, End)}"),
        Framed("Pretty-printing gateway: one JSON over many data lines",
            $$"""
            data: {
            data:   "id": "c1",
            data:   "choices": [ { "index": 0,
            data:     "delta": { "content": "Hel" } } ]
            data: }


            """.ReplaceLineEndings("\n") + Events(Lo, End)),
        Framed("Unknown fields and lines without a colon", $"foo: bar\ndata: {Hel}\nbaz\n\n{Events(Lo, End)}"),
        Framed("Wide spacing around the JSON", Events($"   {Hel}  ", $"\t{Lo}", End)),
        Framed("[DONE] with blanks around it", EventsWithoutDone(Hel, Lo, End) + "data:   [DONE]  \n\n"),
        Framed("one-api: [DONE] twice", Events(Hel, Lo, End) + "data: [DONE]\n\n"),
        Framed("Cloudflare: something after [DONE]", Events(Hel, Lo, End) + ": bye\n\nevent: close\ndata: {\"closed\":true}\n\n"),
        Framed("Go gateway: a content type with a charset in capitals", Events(Hel, Lo, End)) with { ContentType = "Text/Event-Stream;Charset=UTF-8" },
        Framed("FastAPI gateway: events labelled text/plain", Events(Hel, Lo, End)) with { ContentType = "text/plain; charset=utf-8" },
        Framed("LiteLLM: events labelled application/json", Events(Hel, Lo, End)) with { ContentType = "application/json" },
        Framed("Raw socket gateway: events without a content type", Events(Hel, Lo, End)) with { ContentType = null },
        Framed("OpenRouter: comments first, labelled application/json", ": OPENROUTER PROCESSING\n\n" + Events(Hel, Lo, End)) with { ContentType = "application/json" },
        // Anthropic and some relays close a line with \n only: two data lines of one event are two documents.
        Framed("Relay that loses blank lines", Events(Hel, Lo, End).Replace("\n\n", "\n", StringComparison.Ordinal)) with { MayFail = true },
        Framed("Java gateway: [DONE] in quotation marks", EventsWithoutDone(Hel, Lo, End) + "data: \"[DONE]\"\n\n") with { MayFail = true },

        Framed("Upstream without streaming: a plain completion", Hello(more: $",\"usage\":{UsageJson}")) with { ContentType = "application/json", Usage = Usage },
        Framed("Upstream without streaming: a plain completion labelled as a stream", Hello()),
        Framed("Upstream without streaming: a plain completion after blank lines", "\r\n \r\n" + Hello()) with { ContentType = "application/json; charset=utf-8" },
        Framed("Upstream without streaming: a plain completion without a content type", Hello()) with { ContentType = null },
        Framed("Upstream without streaming: a plain completion with a byte order mark", "\uFEFF" + Hello()) with { ContentType = "application/json" },
        Framed("one-api: the whole completion as one event, with message instead of delta", Events(Hello())),
        Plain("framing, the other way round: a stream for a plain request", Events(Hel, Lo, End)) with { Text = "Hello", ContentType = "text/event-stream", MayFail = true },
    ];

    private static ToleranceCase Framed(string name, string body) => Stream("framing, " + name, body) with { Text = "Hello" };
}
