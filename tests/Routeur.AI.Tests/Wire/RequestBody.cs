using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Moq;
using Routeur.AI.Wire;

namespace Routeur.AI.Tests.Wire;

/// <summary>Bodies straight from the writer, as <see cref="RouteurChatClient"/> asks for them.</summary>
internal static class RequestBody
{
    /// <summary>Stands in where a raw options factory is handed the client.</summary>
    public static IChatClient Client { get; } = Mock.Of<IChatClient>();

    public static JsonObject Of(IEnumerable<ChatMessage> messages, ChatOptions? options = null, RouteurDecision? decision = null, bool stream = false) =>
        JsonNode.Parse(Bytes(messages, options, decision, stream))!.AsObject();

    public static JsonObject Of(ChatOptions options, RouteurDecision? decision = null, bool stream = false) => Of([Hi], options, decision, stream);

    /// <summary>The only message of a body with one message.</summary>
    public static JsonObject Message(ChatMessage message, RouteurDecision? decision = null) =>
        Assert.Single(Of([message], decision: decision)["messages"]!.AsArray())!.AsObject();

    public static BinaryData Bytes(IEnumerable<ChatMessage> messages, ChatOptions? options = null, RouteurDecision? decision = null, bool stream = false)
    {
        RawChatOptions? raw = RawChatOptions.From(options, Client);
        return ChatRequestWriter.Write(messages, options, raw, decision ?? Decision(raw?.Model ?? options?.ModelId ?? "auto"), stream);
    }

    public static RouteurDecision Decision(string model = "auto", string? provider = null, string? forcedModel = null) =>
        new(model, provider, forcedModel, trace: true, RouteurDecisionLevel.Call, "test");

    public static ChatMessage Hi => new(ChatRole.User, "hi");

    public static ChatMessage User(params AIContent[] contents) => new(ChatRole.User, contents);

    public static ChatMessage Assistant(params AIContent[] contents) => new(ChatRole.Assistant, contents);

    public static ChatMessage Tool(params AIContent[] contents) => new(ChatRole.Tool, contents);
}
