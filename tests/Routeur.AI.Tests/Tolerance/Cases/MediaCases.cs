using static Routeur.AI.Tests.Tolerance.Bodies;
using static Routeur.AI.Tests.Tolerance.ToleranceCase;

namespace Routeur.AI.Tests.Tolerance.Cases;

/// <summary>Images, audio and citations in the answer.</summary>
internal static class MediaCases
{
    // A PNG of one pixel would only make the bodies long: nothing here decodes it.
    private const string Png = "data:image/png;base64,iVBORw0KGgo=";

    public static IEnumerable<ToleranceCase> All =>
    [
        Plain("media, OpenRouter: images beside the content",
            Completion($$$"""{"role":"assistant","content":"Hello","images":[{"type":"image_url","image_url":{"url":"{{{Png}}}"},"index":0}]}""")) with { Text = "Hello", Media = [Png] },
        Plain("media, OpenRouter: an image and no content",
            Completion($$$"""{"role":"assistant","content":null,"images":[{"type":"image_url","image_url":{"url":"{{{Png}}}"}}]}""")) with { Media = [Png] },
        Plain("media, LiteLLM: an image as a URL", Completion("""{"content":"Hello","images":[{"type":"image_url","image_url":{"url":"https://i.example/a.png"}}]}""")) with
        {
            Text = "Hello",
            Media = ["https://i.example/a.png"],
        },
        Plain("media, Gemini proxy: an image among the content parts",
            Completion($$$"""{"content":[{"type":"text","text":"Hello"},{"type":"image_url","image_url":{"url":"{{{Png}}}"}}]}""")) with { Text = "Hello", Media = [Png] },
        Plain("media, Vertex proxy: images is null, audio is null", Completion("""{"content":"Hello","images":null,"audio":null,"annotations":null}""")) with { Text = "Hello" },
        Plain("media, OpenAI: audio", Completion("""{"role":"assistant","content":null,"audio":{"id":"audio_1","data":"AAEC","expires_at":1718003600,"transcript":"Hi"}}""")) with
        {
            Media = ["data:audio/mpeg;base64,AAEC"],
        },
        Plain("media, OpenAI: URL citations", Completion(
            """{"role":"assistant","content":"Hello","annotations":[{"type":"url_citation","url_citation":{"start_index":0,"end_index":5,"url":"https://a.example/","title":"A"}}]}""")) with
        {
            Text = "Hello",
            Citations = ["https://a.example/"],
        },
        Plain("media, OpenRouter: a citation with text and without indexes", Completion(
            """{"role":"assistant","content":"Hello","annotations":[{"type":"url_citation","url_citation":{"url":"https://a.example/","title":"A","content":"…"}}]}""")) with
        {
            Text = "Hello",
            Citations = ["https://a.example/"],
        },
        Plain("media, unknown annotation", Completion("""{"role":"assistant","content":"Hello","annotations":[{"type":"file","file":{"hash":"h"}},null]}""")) with { Text = "Hello" },

        Stream("streamed media, OpenRouter: images in a delta",
            Events(Says("Hello"), Chunk($$$"""{"role":"assistant","content":"","images":[{"type":"image_url","image_url":{"url":"{{{Png}}}"},"index":0}]}"""), Stop())) with { Text = "Hello", Media = [Png] },
        Stream("streamed media, OpenAI: audio", Events(
            Chunk("""{"role":"assistant","content":null,"audio":{"id":"audio_1","transcript":"Hi"}}"""), Chunk("""{"audio":{"data":"AAEC"}}"""),
            Chunk("""{"audio":{"expires_at":1718003600}}"""), Stop())) with { Media = ["data:audio/mpeg;base64,AAEC"] },
        Stream("streamed media, OpenRouter: a citation in a delta", Events(
            Says("Hello"), Chunk("""{"content":"","annotations":[{"type":"url_citation","url_citation":{"url":"https://a.example/","title":"A","start_index":0,"end_index":0}}]}"""), Stop())) with
        {
            Text = "Hello",
            Citations = ["https://a.example/"],
        },
    ];
}
