using System.Text.Json;
using Microsoft.Extensions.AI;
using static Routeur.AI.Tests.Wire.RequestBody;

namespace Routeur.AI.Tests.Wire;

/// <summary>Nothing is dropped without a word, and every error names what it is about.</summary>
public sealed class RequestBadInputTests
{
    private static readonly byte[] Bytes = [1];

    [Fact]
    public void A_missing_history_is_named() => Assert.Equal("messages", Assert.Throws<ArgumentNullException>(() => Bytes(null!)).ParamName);

    [Fact]
    public void An_empty_history_is_named() => Assert.Equal("messages", Assert.Throws<ArgumentException>(() => Bytes([])).ParamName);

    [Fact]
    public void A_null_message_is_named() => Rejects("messages[1]", () => Bytes([Hi, null!]));

    [Fact]
    public void A_null_content_is_named()
    {
        Rejects("messages[1].Contents[1]", () => Bytes([Hi, User(new TextContent("a"), null!)]));
        Rejects("messages[1].Contents[0]", () => Bytes([Hi, Assistant(null!, new FunctionCallContent("c", "f"))]));
        Rejects("messages[1]", () => Bytes([Hi, Tool([null!])]));
    }

    [Fact]
    public void An_unknown_role_is_named() => Rejects("critic", () => Bytes([Hi, new ChatMessage(new ChatRole("critic"), "bad")]));

    public static TheoryData<ChatMessage, string> Unsupported => new()
    {
        { User(new DataContent(Bytes, "video/mp4")), "a DataContent of type \"video/mp4\"" },
        { User(new DataContent(Bytes, "audio/ogg")), "a DataContent of type \"audio/ogg\"" },
        { User(new DataContent(Bytes, "text/plain")), "a DataContent of type \"text/plain\"" },
        { User(new UriContent("https://example.test/a.mp4", "video/mp4")), "a UriContent of type \"video/mp4\"" },
        { User(new UriContent("https://example.test/a.pdf", "application/pdf")), "a UriContent of type \"application/pdf\"" },
        { User(new HostedVectorStoreContent("v")), "a HostedVectorStoreContent" },
        { User(new FunctionCallContent("c", "f")), "a FunctionCallContent" },
        { User(new FunctionResultContent("c", "r")), "a FunctionResultContent" },
        { User(new ErrorContent("e")), "a ErrorContent" },
        { Assistant(new FunctionResultContent("c", "r")), "a FunctionResultContent" },
        { Assistant(new ToolApprovalRequestContent("r", new FunctionCallContent("c", "f"))), "a ToolApprovalRequestContent" },
        { Assistant(new AIContent()), "a AIContent" },
        { Tool(new TextContent("r")), "a TextContent" },
        { Tool(new FunctionResultContent("c", "r"), new DataContent(Bytes, "image/png")), "a DataContent of type \"image/png\"" },
    };

    [Theory]
    [MemberData(nameof(Unsupported), DisableDiscoveryEnumeration = true)]
    public void Content_that_the_dialect_cannot_carry_is_named(ChatMessage message, string name)
    {
        string error = Assert.Throws<NotSupportedException>(() => Bytes([Hi, message])).Message;

        Assert.Contains("messages[1]", error, StringComparison.Ordinal);
        Assert.Contains(name, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hosted_tool_that_the_dialect_cannot_carry_is_named() => Assert.Contains(
        "ChatOptions.Tools[1] is a HostedCodeInterpreterTool",
        Assert.Throws<NotSupportedException>(() => Of(new ChatOptions { Tools = [new HostedWebSearchTool(), new HostedCodeInterpreterTool()] })).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_null_tool_or_stop_sequence_is_named()
    {
        Rejects("ChatOptions.Tools[0]", () => Of(new ChatOptions { Tools = [null!] }));
        Rejects("ChatOptions.StopSequences[1]", () => Of(new ChatOptions { StopSequences = ["a", null!] }));
    }

    [Fact]
    public void A_result_that_cannot_be_serialised_is_named_with_its_call_and_type()
    {
        string error = Rejects("messages[0]", () => Bytes([Tool(new FunctionResultContent("call_7", new Unserialisable()))]));

        Assert.Contains("call_7", error, StringComparison.Ordinal);
        Assert.Contains(nameof(Unserialisable), error, StringComparison.Ordinal);
    }

    [Fact]
    public void Arguments_that_cannot_be_serialised_are_named_with_their_call_and_function()
    {
        string error = Rejects("messages[0]", () => Bytes([Assistant(
            new FunctionCallContent("call_7", "get_weather", new Dictionary<string, object?> { ["a"] = new Unserialisable() }))]));

        Assert.Contains("call_7", error, StringComparison.Ordinal);
        Assert.Contains("get_weather", error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_additional_property_that_cannot_be_serialised_is_named()
    {
        Rejects("AdditionalProperties[\"mine\"]", () => Of(new ChatOptions { AdditionalProperties = new() { ["mine"] = new Unserialisable() } }));
        Rejects("AdditionalProperties[\"mine\"]", () => Of(new ChatOptions { AdditionalProperties = new() { ["mine"] = double.NaN } }));

        var loop = new List<object?>();
        loop.Add(loop);
        Rejects("AdditionalProperties[\"mine\"]", () => Of(new ChatOptions { AdditionalProperties = new() { ["mine"] = loop } }));
    }

    [Fact]
    public void A_number_that_json_cannot_hold_is_named() => Rejects("Temperature", () => Of(new ChatOptions { Temperature = float.NaN }));

    [Fact]
    public void A_strict_flag_that_is_no_flag_is_named() => Rejects("\"strict\"", () => Of(new ChatOptions
    {
        ResponseFormat = ChatResponseFormat.ForJsonSchema<int[]>(),
        AdditionalProperties = new() { ["strict"] = "yes" },
    }));

    [Fact]
    public void A_relative_image_address_is_named() =>
        Rejects("relative address \"a.png\"", () => Bytes([User(new UriContent(new Uri("a.png", UriKind.Relative), "image/png"))]));

    [Fact]
    public void An_image_detail_that_is_no_text_is_named() => Rejects("detail", () => Bytes(
        [User(new UriContent("https://example.test/a.png", "image/png") { AdditionalProperties = new() { ["detail"] = 3 } })]));

    [Fact]
    public void A_continuation_token_is_refused_because_a_new_answer_would_be_billed() =>
        Assert.Throws<NotSupportedException>(() => Of(new ChatOptions { ContinuationToken = ResponseContinuationToken.FromBytes(Bytes) }));

    private static string Rejects(string name, Action write)
    {
        string message = Assert.Throws<ArgumentException>(write).Message;
        Assert.Contains(name, message, StringComparison.Ordinal);
        return message;
    }

    private sealed class Unserialisable
    {
        private readonly string _reason = "cannot be read";

        public string Text => throw new JsonException(_reason);
    }
}
