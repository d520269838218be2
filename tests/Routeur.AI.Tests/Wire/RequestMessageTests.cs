using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using static Routeur.AI.Tests.Wire.RequestBody;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Routeur.AI.Tests.Wire;

public sealed class RequestMessageTests
{
    [Fact]
    public void The_history_is_enumerated_once()
    {
        int enumerations = 0;
        IEnumerable<ChatMessage> Once()
        {
            enumerations++;
            yield return Hi;
        }

        Bytes(Once());

        Assert.Equal(1, enumerations);
    }

    [Fact]
    public void Broken_surrogates_become_replacement_characters_also_at_the_edges_of_long_texts()
    {
        string text = new string('a', 4095) + "😀" + new string('b', 4094) + "\ud800" + "c\udc00";

        JsonObject message = Message(new ChatMessage(ChatRole.User, text) { AuthorName = "a\ud800b" });

        Assert.Equal(text.Replace('\ud800', '\ufffd').Replace("c\udc00", "c\ufffd", StringComparison.Ordinal)
            .Replace("\ufffd\ude00", "😀", StringComparison.Ordinal), Content(message).Replace("\ufffd\ude00", "😀", StringComparison.Ordinal));
        Assert.Equal("ab", message["name"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3071)]
    [InlineData(3072)]
    [InlineData(3073)]
    [InlineData(100_000)]
    public void Bytes_of_any_length_arrive_as_base64(int length)
    {
        byte[] bytes = new byte[length];
        new Random(length).NextBytes(bytes);

        JsonNode part = Message(User(new TextContent("look"), new DataContent(bytes, "image/png")))["content"]![1]!;

        Assert.Equal($"data:image/png;base64,{Convert.ToBase64String(bytes)}", part["image_url"]!["url"]!.GetValue<string>());
    }

    [Fact]
    public void A_data_content_made_from_an_address_is_sent_as_its_bytes() =>
        Assert.Equal(
            "data:image/png;base64,AQIDBA==",
            Message(User(new DataContent("data:image/png;base64,AQIDBA==")))["content"]![0]!["image_url"]!["url"]!.GetValue<string>());

    [Theory]
    [InlineData("audio/mp3", "mp3")]
    [InlineData("audio/x-wav", "wav")]
    [InlineData("audio/wave", "wav")]
    [InlineData("audio/vnd.wave", "wav")]
    public void Other_names_of_the_two_audio_formats_are_understood(string mediaType, string format) =>
        Assert.Equal(format, Message(User(new DataContent(new byte[] { 1 }, mediaType)))["content"]![0]!["input_audio"]!["format"]!.GetValue<string>());

    [Fact]
    public void The_detail_of_an_image_may_have_been_through_json() =>
        Assert.Equal("low", Message(User(new UriContent("https://example.test/a.png", "image/png")
        {
            AdditionalProperties = new() { ["detail"] = JsonSerializer.SerializeToElement("low") },
        }))["content"]![0]!["image_url"]!["detail"]!.GetValue<string>());

    [Fact]
    public void The_sdks_own_messages_and_parts_are_sent_as_they_are()
    {
        var raw = new UserChatMessage("raw") { ParticipantName = "a-b" };
        raw.Patch.Set("$.extra"u8, 1);

        JsonObject message = Message(new ChatMessage(ChatRole.Assistant, "not this") { RawRepresentation = raw });
        JsonObject part = Message(User(new TextContent("not this") { RawRepresentation = ChatMessageContentPart.CreateTextPart("raw part") }));

        Assert.Equal("""{"role":"user","content":"raw","name":"a-b","extra":1}""", message.ToJsonString());
        Assert.Equal("raw part", Content(part));
    }

    [Fact]
    public void Bookkeeping_in_a_history_is_not_sent_back()
    {
        JsonObject message = Message(Assistant(
            new TextReasoningContent("hmm"), new TextContent("yes") { Annotations = [new CitationAnnotation()] }, new UsageContent(), new ErrorContent("cut off")));

        Assert.Equal("""{"role":"assistant","content":"yes"}""", message.ToJsonString());
    }

    [Fact]
    public void Pieces_of_a_refusal_are_one_refusal() =>
        Assert.Equal("I won't.", Message(Assistant(
            new ErrorContent("I ") { ErrorCode = "Refusal" }, new ErrorContent("won't.") { ErrorCode = "Refusal" }))["refusal"]!.GetValue<string>());

    [Fact]
    public void Texts_as_a_tools_result_are_sent_as_text_and_not_as_their_envelope()
    {
        Assert.Equal("a", Content(Message(Tool(new FunctionResultContent("c", new TextContent("a"))))));
        Assert.Equal("a", Content(Message(Tool(new FunctionResultContent("c", new List<AIContent> { new TextContent("a") })))));
        Assert.Equal(
            """[{"type":"text","text":"a"},{"type":"text","text":"b"}]""",
            Message(Tool(new FunctionResultContent("c", new AIContent[] { new TextContent("a"), new TextContent("b") })))["content"]!.ToJsonString());
    }

    [Fact]
    public void A_result_of_several_kinds_of_content_keeps_all_of_them_as_json() =>
        Assert.Equal(
            """[{"$type":"text","text":"a"},{"$type":"data","uri":"data:image/png;base64,AQ=="}]""",
            Content(Message(Tool(new FunctionResultContent("c", new AIContent[] { new TextContent("a"), new DataContent(new byte[] { 1 }, "image/png") })))));

    [Fact]
    public void A_failed_tool_is_reported_to_the_model_without_the_exceptions_words() =>
        Assert.Equal("Error: Function failed.", Content(Message(Tool(
            new FunctionResultContent("c", null) { Exception = new InvalidOperationException("password123") }))));

    [Fact]
    public void What_a_failed_tool_says_itself_comes_first() =>
        Assert.Equal("no such city", Content(Message(Tool(new FunctionResultContent("c", "no such city") { Exception = new InvalidOperationException("x") }))));

    [Fact]
    public void A_tool_message_without_results_is_no_message() =>
        Assert.Single(Of([Hi, Tool(), Tool(new UsageContent())])["messages"]!.AsArray());

    [Fact]
    public void Instructions_alone_are_a_request() =>
        Assert.Equal("Say hi.", Assert.Single(Of([], new ChatOptions { Instructions = "Say hi." })["messages"]!.AsArray())!["content"]!.GetValue<string>());

    private static string Content(JsonObject message) => message["content"]!.GetValue<string>();
}
