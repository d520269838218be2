using System.Text.Json;
using Microsoft.Extensions.AI;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Wire;

public sealed class ResponseContentTests
{
    private const string Pixel = "data:image/png;base64,iVBORw0KGgo=";

    [Fact]
    public void Content_may_be_an_array_of_parts()
    {
        ChatMessage message = Reading.Message(
            $$$"""
            {"role":"assistant","content":[{"type":"text","text":"Look: "},"bare",null,
             {"type":"image_url","image_url":{"url":"https://example.com/a.png","detail":"high"}},
             {"type":"image_url","image_url":"{{{Pixel}}}"},
             {"type":"image","source":{"type":"base64","media_type":"image/webp","data":"AQID"}},
             {"type":"output_image","b64_json":"AQID"},
             {"type":"refusal","refusal":"No."},
             {"type":"file","file":{"file_id":"f1","filename":"a.pdf"}}]}
            """);

        Assert.Equal("Look: bare", message.Text);
        UriContent uri = Assert.Single(message.Contents.OfType<UriContent>());
        Assert.Equal(("https://example.com/a.png", "image/png", "high"), (uri.Uri.AbsoluteUri, uri.MediaType, uri.AdditionalProperties!["ImageDetailLevel"]));
        Assert.Equal([Pixel, "data:image/webp;base64,AQID", "data:image/png;base64,AQID"], message.Contents.OfType<DataContent>().Select(data => data.Uri));
        Assert.Equal(("No.", "Refusal"), message.Contents.OfType<ErrorContent>().Select(error => (error.Message, error.ErrorCode)).Single());
        Assert.Equal(("f1", "a.pdf"), message.Contents.OfType<HostedFileContent>().Select(file => (file.FileId, file.Name)).Single());
    }

    [Theory]
    [InlineData("""{"type":"hologram","depth":3}""")]
    [InlineData("""{"type":"image_url","image_url":{"url":"not a url"}}""")]
    [InlineData("""{"type":"image_url","image_url":{"url":"data:image/png;base64,***"}}""")]
    [InlineData("42")]
    public void A_part_that_nobody_knows_is_kept_whole(string part)
    {
        AIContent content = Reading.Message($$"""{"content":[{{part}}]}""").Contents.Single();

        Assert.Equal(part, Assert.IsType<JsonElement>(content.AdditionalProperties!["part"]).GetRawText());
    }

    [Fact]
    public void Images_beside_the_content_are_content()
    {
        ChatMessage message = Reading.Message($$$"""{"content":"Here","images":[{"type":"image_url","image_url":{"url":"{{{Pixel}}}"},"index":0}]}""");

        Assert.Equal(["TextContent", "DataContent"], message.Contents.Select(content => content.GetType().Name));
    }

    [Theory]
    [InlineData("""{"content":"A","reasoning_content":"because"}""")]
    [InlineData("""{"content":"A","reasoning":"because"}""")]
    [InlineData("""{"content":"A","reasoning":"because","reasoning_content":"because"}""")]
    [InlineData("""{"content":"A","reasoning":"because","reasoning_details":[{"type":"reasoning.text","text":"because"}]}""")]
    [InlineData("""{"content":"A","reasoning_details":[{"type":"reasoning.text","text":"be"},{"type":"reasoning.summary","summary":"cause"},{"type":"reasoning.encrypted","data":"x"}]}""")]
    [InlineData("""{"content":[{"type":"thinking","thinking":[{"type":"text","text":"because"}]},{"type":"text","text":"A"}]}""")]
    public void Reasoning_is_read_once_from_wherever_it_is(string json)
    {
        ChatMessage message = Reading.Message(json);

        Assert.Equal("because", Assert.Single(message.Contents.OfType<TextReasoningContent>()).Text);
        Assert.Equal("A", message.Text);
    }

    [Fact]
    public void Reasoning_details_are_kept_as_they_came()
    {
        const string Details = """[{"type":"reasoning.text","text":"x","signature":"s"},{"type":"reasoning.encrypted","data":"d"}]""";
        ChatMessage message = Reading.Message($$"""{"content":"A","reasoning_details":{{Details}}}""");

        Assert.Equal(Details, Assert.IsType<JsonElement>(message.AdditionalProperties!["reasoning_details"]).GetRawText());
    }

    [Fact]
    public void Audio_is_data_of_the_format_that_was_asked_for()
    {
        ChatMessage message = Wire.Read(
            """{"choices":[{"message":{"content":null,"audio":{"id":"a1","expires_at":5,"data":"AQID","transcript":"Hi"}},"finish_reason":"stop"}]}""", "audio/wav");

        Assert.Equal("data:audio/wav;base64,AQID", message.Contents.OfType<DataContent>().Single().Uri);
        Assert.Equal("""{"id":"a1","expires_at":5,"transcript":"Hi"}""", Assert.IsType<JsonElement>(message.AdditionalProperties!["audio"]).GetRawText());
    }

    [Fact]
    public void Audio_that_is_not_base64_is_refused()
    {
        var e = Assert.Throws<RouteurException>(() => Reading.Message("""{"audio":{"data":"***"}}"""));

        Assert.Equal(RouteurErrorCode.InvalidResponse, e.ErrorCode);
    }

    [Fact]
    public void Citations_stand_on_the_first_text()
    {
        ChatMessage message = Reading.Message(
            """
            {"content":"A","annotations":[
              {"type":"url_citation","url_citation":{"url":"https://a.example/","title":"A","start_index":1,"end_index":2,"content":"snip"}},
              {"type":"url_citation","url":"https://b.example/"},
              {"type":"file_citation","file_citation":{"file_id":"f"}},
              {"type":"other","x":1}]}
            """);

        IList<AIAnnotation> annotations = message.Contents.OfType<TextContent>().Single().Annotations!;
        CitationAnnotation first = Assert.IsType<CitationAnnotation>(annotations[0]);
        Assert.Equal(("https://a.example/", "A", "snip"), (first.Url!.AbsoluteUri, first.Title, first.Snippet));
        Assert.Equal("https://b.example/", Assert.IsType<CitationAnnotation>(annotations[1]).Url!.AbsoluteUri);
        Assert.Equal("f", Assert.IsType<CitationAnnotation>(annotations[2]).FileId);
        Assert.True(annotations[3].AdditionalProperties!.ContainsKey("annotation"));
    }

    [Fact]
    public void Addresses_beside_the_choices_are_citations_unless_they_are_known()
    {
        ChatResponse response = Reading.Plain(
            """
            {"choices":[{"message":{"content":"A","annotations":[{"url_citation":{"url":"https://a.example/","title":"A"}}]},"finish_reason":"stop"}],
             "citations":["https://a.example/","https://b.example/",{"url":"https://c.example/","title":"C"}]}
            """);

        Assert.Equal(
            ["https://a.example/", "https://b.example/", "https://c.example/"],
            response.Messages[0].Contents[0].Annotations!.Cast<CitationAnnotation>().Select(citation => citation.Url!.AbsoluteUri));
    }

    [Fact]
    public void Several_choices_are_one_message_and_the_rest_as_json()
    {
        ChatResponse response = Reading.Plain(
            """{"choices":[{"index":0,"message":{"content":"first"},"finish_reason":"stop"},{"index":1,"message":{"content":"second"},"finish_reason":"stop"}]}""");

        Assert.Equal("first", Assert.Single(response.Messages).Text);
        JsonElement others = Assert.IsType<JsonElement>(response.Messages[0].AdditionalProperties!["choices"]);
        Assert.Equal("second", others[0].GetProperty("message").GetProperty("content").GetString());
    }

    [Theory]
    [InlineData("assistant", "assistant")]
    [InlineData("model", "assistant")]
    [InlineData("", "assistant")]
    [InlineData("tool", "tool")]
    public void A_foreign_role_is_the_assistant(string role, string expected) =>
        Assert.Equal(expected, Reading.Message($$"""{"role":"{{role}}","content":"A"}""").Role.Value);

    [Theory]
    [InlineData("{\"a\":{\"b\":1}}")]
    [InlineData("\"{\\\"a\\\":{\\\"b\\\":1}}\"")]
    public void Tool_arguments_may_be_text_or_an_object(string arguments)
    {
        FunctionCallContent call = Reading.Message($$$"""{"content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":{{{arguments}}}}}]}""")
            .Contents.OfType<FunctionCallContent>().Single();

        Assert.Equal(("a", "f", 1), (call.CallId, call.Name, Assert.IsType<JsonElement>(call.Arguments!["a"]).GetProperty("b").GetInt32()));
    }

    [Fact]
    public void Whole_calls_stay_apart_whatever_their_ids_and_indexes_say()
    {
        ChatMessage message = Reading.Message(
            """
            {"tool_calls":[
              {"index":0,"id":"","function":{"name":"f","arguments":""}},
              {"index":0,"function":{"name":"f","arguments":""}},
              {"index":0,"id":"x","function":{"name":"f","arguments":"{}"}},
              {"index":0,"id":"x","name":"g","arguments":"{}"}]}
            """);

        List<FunctionCallContent> calls = [.. message.Contents.OfType<FunctionCallContent>()];
        Assert.Equal(["f", "f", "f", "g"], calls.Select(call => call.Name));
        Assert.Equal(4, calls.Select(call => call.CallId).Distinct().Count());
        Assert.All(calls, call => Assert.Empty(call.Arguments!));
    }

    [Theory]
    [InlineData("\\ud83d", "\uFFFD")]
    [InlineData("\\ude00x", "\uFFFDx")]
    [InlineData("\\ud83d\\ude00", "😀")]
    [InlineData("\\ud83d\\ud83d\\ude00", "\uFFFD😀")]
    [InlineData("a\\u00e9\\n\\t\\\"\\\\\\/\\b\\f\\r", "aé\n\t\"\\/\b\f\r")]
    public void Escapes_never_crash(string escaped, string expected)
    {
        Assert.Equal(expected, Reading.Message($$"""{"content":"{{escaped}}"}""").Text);
        Assert.Equal(expected, Reading.Plain($$$"""{"id":"{{{escaped}}}","choices":[{"message":{"content":"x"}}]}""").ResponseId?.Replace(" ", "", StringComparison.Ordinal));
        AIContent part = Reading.Message($$"""{"content":[{"type":"text","text":"{{escaped}}"}]}""").Contents.Single();
        Assert.Equal(expected, Assert.IsType<TextContent>(part).Text);
    }

    private static class Wire
    {
        public static ChatMessage Read(string body, string audio) =>
            AI.Wire.ChatResponseReader.Read(System.Text.Encoding.UTF8.GetBytes(body), Reading.Context() with { OutputAudioMediaType = audio }).Messages.Single();
    }
}
