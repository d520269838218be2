using System.ComponentModel;
using System.Text.Json;
using CsCheck;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;
using ChatResponseFormat = Microsoft.Extensions.AI.ChatResponseFormat;

namespace Routeur.AI.Tests.Wire;

/// <summary>Generates well-formed histories and options: everything that both we and the reference implementation can send.</summary>
internal static class RequestGenerator
{
    private static readonly Gen<string> TextGen = Mix(
        Pick("", "hi", "Zwölf Boxkämpfer", "漢字かな", "a\"b\\c\n\t\u0001/<>&'+", "😀 \ud800 lone \udc00", "{\"a\": 1}"),
        Gen.String[Gen.Char, 0, 40],
        Gen.Int[3000, 9000].Select(n => string.Concat(Enumerable.Repeat("é😀x\"", n / 4))));

    private static readonly Gen<string?> NameGen = Pick<string?>(null, null, "Ada", "ada lovelace-42!", "名前", new string('n', 80));

    private static readonly Gen<byte[]> BytesGen = Mix(Gen.Byte.Array[0, 20], Gen.Byte.Array[3070, 3080], Gen.Byte.Array[9000, 9100]);

    private static readonly Gen<AIContent> TextContentGen = TextGen.Select(t => (AIContent)new TextContent(t));

    private static readonly Gen<AdditionalPropertiesDictionary?> DetailGen = Pick<AdditionalPropertiesDictionary?>(
        null, new() { ["detail"] = "low" }, new() { ["detail"] = ChatImageDetailLevel.High }, new() { ["other"] = 1 });

    private static readonly Gen<AIContent> ImageGen = Gen.Select(BytesGen, Pick("image/png", "image/jpeg", "IMAGE/webp"), DetailGen, Gen.Bool)
        .Select((bytes, type, detail, remote) => remote
            ? (AIContent)new UriContent(new Uri("https://example.test/ä b.png?q=1&r=2#f"), type) { AdditionalProperties = detail }
            : new DataContent(bytes, type) { AdditionalProperties = detail });

    private static readonly Gen<AIContent> MediaGen = Mix(
        ImageGen,
        Gen.Select(BytesGen, Pick("audio/mpeg", "audio/wav", "Audio/WAV")).Select((b, t) => (AIContent)new DataContent(b, t)),
        Gen.Select(BytesGen, Pick("a \"b\".pdf", null)).Select((b, n) => (AIContent)new DataContent(b, "application/pdf") { Name = n }),
        Pick("file-1", "file \"2\"").Select(id => (AIContent)new HostedFileContent(id)),
        TextGen.Select(t => (AIContent)new AIContent { RawRepresentation = ChatMessageContentPart.CreateTextPart(t) }),
        TextGen.Select(t => (AIContent)new TextContent("not this") { RawRepresentation = ChatMessageContentPart.CreateRefusalPart(t) }));

    private static readonly Gen<AIContent> BookkeepingGen = Pick<AIContent>(
        new UsageContent(new UsageDetails { InputTokenCount = 1 }), new TextReasoningContent("hmm"));

    private static readonly Gen<object?> ValueGen = Mix(
        TextGen.Select(t => (object?)t),
        Pick<object?>(
            null, true, 1, -2L, 1.5, 2.5f, 3.25m, DayOfWeek.Friday, new DateTime(2026, 11, 22, 1, 2, 3, DateTimeKind.Utc), Guid.Empty,
            new byte[] { 1, 2, 3 }, new[] { 1, 2 }, new object?[] { 1, "a", null }, new List<string> { "x<" }, new Point(1, null, "ü"),
            new Dictionary<string, object?> { ["a"] = new object[] { 1 }, ["b"] = null, ["c"] = new Point(2, "l", "") },
            new Dictionary<int, string> { [1] = "one" },
            new List<AIContent> { new TextContent("a"), new DataContent(new byte[] { 1 }, "image/png") },
            new DataContent(new byte[] { 1 }, "image/png"),
            JsonSerializer.SerializeToElement(new { a = 1, b = "é" }), JsonSerializer.SerializeToElement("text"),
            JsonSerializer.SerializeToElement(new[] { 1 }), JsonSerializer.SerializeToNode(new { n = 1 })));

    private static readonly Gen<AIContent> CallGen = Gen.Select(Gen.Int[0, 9], Pick("get_weather", "f"), Gen.Select(TextGen, ValueGen).Array[0, 3], Gen.Bool)
        .Select((id, name, arguments, none) => (AIContent)new FunctionCallContent(
            $"call_{id}", name, none ? null : arguments.DistinctBy(a => a.Item1).ToDictionary(a => a.Item1, a => a.Item2)));

    private static readonly Gen<AIContent> ResultGen = Gen.Select(Gen.Int[0, 9], ValueGen).Select((id, v) => (AIContent)new FunctionResultContent($"call_{id}", v));

    private static Gen<ChatMessage> Message(Gen<ChatRole> role, Gen<AIContent> content, int most) =>
        Gen.Select(role, content.List[0, most], NameGen).Select((r, c, n) => new ChatMessage(r, c) { AuthorName = n });

    private static readonly Gen<ChatMessage> MessageGen = Gen.Frequency(
        (4, Message(Pick(ChatRole.User, new ChatRole("USER")), Gen.Frequency((4, TextContentGen), (4, MediaGen), (1, BookkeepingGen)), 3)),
        (2, Message(Pick(ChatRole.System, new ChatRole("developer")), TextContentGen, 2)),
        (3, Message(Gen.Const(ChatRole.Assistant), Gen.Frequency((3, TextContentGen), (2, CallGen), (1, ImageGen), (2, BookkeepingGen)), 4)),
        (1, TextGen.Select(t => new ChatMessage(ChatRole.Assistant, [new ErrorContent(t) { ErrorCode = "Refusal" }, new ErrorContent("no") { ErrorCode = "x" }]))),
        (3, Message(Gen.Const(ChatRole.Tool), Gen.Frequency((5, ResultGen), (1, BookkeepingGen)), 3)),
        (1, TextGen.Select(t => new ChatMessage(ChatRole.User, "not this")
        {
            RawRepresentation = new ToolChatMessage("id", t),
        })));

    private static readonly Gen<AITool> ToolGen = Pick<AITool>(
        AIFunctionFactory.Create(([Description("The city.")] string city, int? days = 3, DayOfWeek? day = null) => city, "get_weather", "Tells the \"weather\"."),
        AIFunctionFactory.Create((Point point, List<Point>? more = null) => point, new AIFunctionFactoryOptions
        {
            Name = "strict_one",
            AdditionalProperties = new Dictionary<string, object?> { ["strict"] = true },
        }),
        AIFunctionFactory.Create(() => 1, new AIFunctionFactoryOptions
        {
            Name = "loose_one",
            AdditionalProperties = new Dictionary<string, object?> { ["strict"] = false, ["other"] = 1 },
        }),
        AIFunctionFactory.CreateDeclaration("empty", "", JsonElement.Parse("{}")),
        AIFunctionFactory.CreateDeclaration("odd", "d", JsonElement.Parse(
            """{"$defs":{"a":{"type":"integer","minimum":1}},"type":"object","properties":{"x":{"type":"string","minLength":1,"pattern":"^a","description":"X"},"y":{"$ref":"#/$defs/a"},"z":true},"required":["x","x"],"additionalProperties":true,"title":"T"}""")),
        new HostedWebSearchTool());

    private static readonly Gen<ChatToolMode?> ModeGen = Pick<ChatToolMode?>(
        null, ChatToolMode.Auto, ChatToolMode.None, ChatToolMode.RequireAny, ChatToolMode.RequireSpecific("get_weather"));

    private static readonly Gen<ChatResponseFormat?> FormatGen = Pick<ChatResponseFormat?>(
        null, null, ChatResponseFormat.Text, ChatResponseFormat.Json, ChatResponseFormat.ForJsonSchema<Point>(),
        ChatResponseFormat.ForJsonSchema(JsonElement.Parse("""{"type":"object","properties":{"a":{"type":"array","maxItems":3,"default":[]}}}"""), null, null),
        ChatResponseFormat.ForJsonSchema(JsonElement.Parse("true"), "n", "d"));

    private static readonly Gen<Func<IChatClient, object?>?> RawGen = Gen.Frequency(
        (5, Pick<Func<IChatClient, object?>?>([null])),
        (1, Pick<Func<IChatClient, object?>?>(
            _ => null,
            _ => "another client's options",
            _ => new ChatCompletionOptions
            {
                Temperature = 0.25f,
                MaxOutputTokenCount = 7,
                EndUserId = "u",
                Seed = 5,
                StopSequences = { "raw" },
                Metadata = { ["k"] = "v" },
                Tools = { ChatTool.CreateFunctionTool("raw_tool") },
                LogitBiases = { [1] = 2 },
                IncludeLogProbabilities = true,
            },
            _ => new ChatCompletionOptions
            {
                ToolChoice = ChatToolChoice.CreateNoneChoice(),
                ResponseFormat = OpenAI.Chat.ChatResponseFormat.CreateTextFormat(),
                AllowParallelToolCalls = false,
                ReasoningEffortLevel = ChatReasoningEffortLevel.Low,
                WebSearchOptions = new(),
                ResponseModalities = ChatResponseModalities.Audio | ChatResponseModalities.Text,
                AudioOptions = new(ChatOutputAudioVoice.Alloy, ChatOutputAudioFormat.Mp3),
            },
            _ =>
            {
                var raw = new ChatCompletionOptions { TopP = 0.5f, PresencePenalty = 1 };
                raw.Patch.Set("$.model"u8, "raw-model");
                raw.Patch.Set("$.extra"u8, "{\"a\":[1]}"u8);
                raw.Patch.SetNull("$.temperature"u8);
                raw.Patch.Remove("$.top_p"u8);
                raw.Patch.Remove("$.frequency_penalty"u8);
                raw.Patch.Remove("$.max_completion_tokens"u8);
                raw.Patch.Remove("$.seed"u8);
                raw.Patch.Set("$.presence_penalty"u8, 0.5);
                return raw;
            })));

    private static readonly Gen<float?> NumberGen = Pick<float?>(null, null, 0f, 0.1f, 0.7f, 1f, 2f, -1.5f, 1e-7f, 3.4e38f);

    private static readonly Gen<ChatOptions?> OptionsGen = Gen.Select(
        Gen.Select(NumberGen, NumberGen, NumberGen, NumberGen, Pick<string?>(null, " ", "Be brief.\n\"Really\"."), Pick<long?>(null, 0, long.MaxValue)),
        Gen.Select(Pick<int?>(null, 1, 4096), TextGen.List[0, 3], Gen.Enum<ReasoningEffort>().Nullable(), Pick(null, "gpt-4o", "x/y")),
        Gen.Select(ToolGen.List[0, 4], ModeGen, Gen.Bool.Nullable(), FormatGen, Gen.Bool.Nullable(), RawGen)).Select((a, b, c) => (ChatOptions?)new ChatOptions
        {
            Temperature = a.Item1,
            TopP = a.Item2,
            FrequencyPenalty = a.Item3,
            PresencePenalty = a.Item4,
            Instructions = a.Item5,
            Seed = a.Item6,
            MaxOutputTokens = b.Item1,
            StopSequences = b.Item2,
            Reasoning = b.Item3 is { } effort ? new ReasoningOptions { Effort = effort } : null,
            ModelId = b.Item4,
            Tools = c.Item1,
            ToolMode = c.Item2,
            AllowMultipleToolCalls = c.Item3,
            ResponseFormat = c.Item4,
            AdditionalProperties = c.Item5 is { } strict ? new() { ["strict"] = strict } : null,
            RawRepresentationFactory = c.Item6,
            TopK = 3,
            ConversationId = "conv",
        });

    /// <summary>A history of one to six messages, and options or none.</summary>
    public static Gen<(List<ChatMessage> Messages, ChatOptions? Options)> Exchange { get; } =
        Gen.Select(MessageGen.List[1, 6], Gen.Frequency((1, Pick<ChatOptions?>([null])), (6, OptionsGen)))
            .Where((messages, _) => messages.Any(m => m.Role != ChatRole.Tool || m.Contents.Any(c => c is FunctionResultContent)));

    private static Gen<T> Pick<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Gen<T> Mix<T>(params Gen<T>[] gens) => Gen.Int[0, gens.Length - 1].SelectMany(i => gens[i]);

    internal sealed record Point(int X, string? Label, [property: Description("Where.")] string Place);
}
