using System.ClientModel.Primitives;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using Routeur.AI.Wire;
using static Routeur.AI.Tests.Wire.RequestBody;

namespace Routeur.AI.Tests.Wire;

public sealed class RequestRawOptionsTests
{
    private static readonly AITool Tool = AIFunctionFactory.CreateDeclaration("f", "", JsonElement.Parse("{}"));

    [Fact]
    public void The_factory_is_invoked_once_and_gets_the_client()
    {
        var clients = new List<IChatClient>();
        var options = new ChatOptions { RawRepresentationFactory = client => { clients.Add(client); return new ChatCompletionOptions(); } };

        Bytes([Hi], options);

        Assert.Same(Client, Assert.Single(clients));
    }

    [Fact]
    public void Nothing_and_another_clients_options_are_ignored()
    {
        Assert.Null(RawChatOptions.From(null, Client));
        Assert.Null(RawChatOptions.From(new ChatOptions(), Client));
        Assert.Null(RawChatOptions.From(new ChatOptions { RawRepresentationFactory = _ => null }, Client));
        Assert.Null(RawChatOptions.From(new ChatOptions { RawRepresentationFactory = _ => "x" }, Client));
    }

    [Fact]
    public void A_patched_model_is_reported_to_routing()
    {
        Assert.Equal("team-fast", From(raw => raw.Patch.Set("$.model"u8, "team-fast"))!.Model);
        Assert.Null(From(_ => { })!.Model);
        Assert.Null(From(raw => raw.Patch.Set("$.model"u8, " "))!.Model);
    }

    [Fact]
    public void The_model_of_the_body_is_the_decisions_whatever_the_patch_says()
    {
        Assert.Equal("x", Body(raw => raw.Patch.Set("$.model"u8, "y"), decision: Decision("x"))["model"]!.GetValue<string>());
        Assert.Equal("x", Body(raw => raw.Patch.Remove("$.model"u8), decision: Decision("x"))["model"]!.GetValue<string>());
    }

    [Fact]
    public void The_audio_format_that_is_asked_for_is_known() => Assert.Equal(
        "wav", From(raw => raw.AudioOptions = new(ChatOutputAudioVoice.Alloy, ChatOutputAudioFormat.Wav))!.OutputAudioFormat);

    [Theory]
    [InlineData("temperature")]
    [InlineData("top_p")]
    [InlineData("frequency_penalty")]
    [InlineData("presence_penalty")]
    [InlineData("seed")]
    [InlineData("max_completion_tokens")]
    [InlineData("stop")]
    [InlineData("reasoning_effort")]
    [InlineData("response_format")]
    [InlineData("parallel_tool_calls")]
    [InlineData("tool_choice")]
    [InlineData("web_search_options")]
    [InlineData("top_k")]
    [InlineData("a.b")]
    [InlineData("it's")]
    public void A_removed_field_is_not_filled_in(string name)
    {
        JsonObject without = Body(raw => raw.Patch.Remove(Path(name)), Everything());
        JsonObject with = Body(_ => { }, Everything());

        Assert.True(with.ContainsKey(name));
        Assert.False(without.ContainsKey(name));
        Assert.Equal(with.Select(p => p.Key).Where(key => key != name), without.Select(p => p.Key));
    }

    [Fact]
    public void Without_tools_nothing_is_said_about_their_use()
    {
        JsonObject body = Body(raw => raw.Patch.Remove("$.tools"u8), Everything());

        Assert.DoesNotContain(body, p => p.Key is "tools" or "tool_choice" or "parallel_tool_calls");
    }

    [Fact]
    public void A_field_that_is_set_to_null_stays_null()
    {
        JsonObject body = Body(raw => raw.Patch.SetNull("$.temperature"u8), new ChatOptions { Temperature = 1 });

        Assert.True(body.TryGetPropertyValue("temperature", out JsonNode? value));
        Assert.Null(value);
    }

    [Fact]
    public void Tools_and_stop_sequences_of_a_patch_are_appended_to_as_well()
    {
        var options = new ChatOptions { Tools = [Tool], StopSequences = ["ours"] };

        JsonObject set = Body(
            raw =>
            {
                raw.Patch.Set("$.tools"u8, """[{"type":"custom","custom":{"name":"c"}}]"""u8);
                raw.Patch.Set("$.stop"u8, "one");
            },
            options);
        JsonObject appended = Body(
            raw =>
            {
                raw.StopSequences.Add("typed");
                raw.Patch.Append("$.stop"u8, "patched");
            },
            options);

        Assert.Equal(["custom", "function"], set["tools"]!.AsArray().Select(t => t!["type"]!.GetValue<string>()));
        Assert.Equal(["one", "ours"], set["stop"]!.AsArray().Select(s => s!.GetValue<string>()));
        Assert.Equal(["typed", "patched", "ours"], appended["stop"]!.AsArray().Select(s => s!.GetValue<string>()));
    }

    [Fact]
    public void A_list_that_only_the_raw_options_have_is_joined_too() => Assert.Equal(["typed", "patched"], Body(raw =>
    {
        raw.StopSequences.Add("typed");
        raw.Patch.Append("$.stop"u8, "patched");
    })["stop"]!.AsArray().Select(s => s!.GetValue<string>()));

    [Fact]
    public void Raw_tools_are_used_as_the_options_say()
    {
        JsonObject body = Body(
            raw => raw.Tools.Add(ChatTool.CreateFunctionTool("raw")), new ChatOptions { ToolMode = ChatToolMode.RequireAny, AllowMultipleToolCalls = false });

        Assert.Equal("required", body["tool_choice"]!.GetValue<string>());
        Assert.False(body["parallel_tool_calls"]!.GetValue<bool>());
    }

    [Fact]
    public void A_raw_cap_by_either_name_is_the_cap()
    {
        JsonObject body = Body(raw => raw.Patch.Set("$.max_tokens"u8, 3), new ChatOptions { MaxOutputTokens = 5 });

        Assert.Equal(3, body["max_tokens"]!.GetValue<int>());
        Assert.False(body.ContainsKey("max_completion_tokens"));
    }

    [Fact]
    public void A_patch_may_replace_or_remove_or_append_messages()
    {
        JsonObject replaced = Body(raw => raw.Patch.Set("$.messages"u8, """[{"role":"user","content":"raw"}]"""u8));
        JsonObject removed = Body(raw => raw.Patch.Remove("$.messages"u8));
        JsonObject appended = Body(raw => raw.Patch.Append("$.messages"u8, """{"role":"user","content":"raw"}"""u8));

        Assert.Equal("raw", Assert.Single(replaced["messages"]!.AsArray())!["content"]!.GetValue<string>());
        Assert.False(removed.ContainsKey("messages"));
        Assert.Equal(["hi", "raw"], appended["messages"]!.AsArray().Select(m => m!["content"]!.GetValue<string>()));
    }

    [Fact]
    public void A_patch_inside_a_message_is_refused_because_it_would_be_lost() => Assert.Contains(
        "RawRepresentation", Assert.Throws<ArgumentException>(() => Body(raw => raw.Patch.Set("$.messages[0].cache"u8, 1))).Message, StringComparison.Ordinal);

    [Fact]
    public void Options_read_from_json_keep_their_fields_but_not_whether_that_call_was_streamed()
    {
        ChatCompletionOptions recorded = ModelReaderWriter.Read<ChatCompletionOptions>(BinaryData.FromString(
            """{"model":"m","stream":true,"stream_options":{"include_usage":false},"messages":[{"role":"system","content":"first"}],"extra":1}"""))!;
        var options = new ChatOptions { RawRepresentationFactory = _ => recorded };

        JsonObject plain = Of(options);
        JsonObject streamed = Of(options, stream: true);

        Assert.Equal("""{"model":"m","messages":[{"role":"system","content":"first"},{"role":"user","content":"hi"}],"extra":1}""", plain.ToJsonString());
        Assert.Equal("""{"include_usage":true}""", streamed["stream_options"]!.ToJsonString());
    }

    [Fact]
    public void A_patch_decides_about_usage_in_streams()
    {
        Assert.Equal("""{"include_usage":false}""", StreamOptions(raw => raw.Patch.Set("$.stream_options.include_usage"u8, false)));
        Assert.Equal("""{"include_usage":true,"other":1}""", StreamOptions(raw => raw.Patch.Set("$.stream_options.other"u8, 1)));
        Assert.Null(StreamOptions(raw => raw.Patch.Remove("$.stream_options"u8)));
    }

    [Fact]
    public void A_patch_may_turn_a_stream_into_a_plain_answer_but_not_the_other_way_round()
    {
        Assert.False(Body(raw => raw.Patch.Set("$.stream"u8, false), stream: true)["stream"]!.GetValue<bool>());
        Assert.False(Body(raw => raw.Patch.Remove("$.stream"u8), stream: true).ContainsKey("stream"));
        Assert.Throws<ArgumentException>(() => Body(raw => raw.Patch.Set("$.stream"u8, true)));
    }

    [Fact]
    public void Raw_options_that_the_sdk_cannot_write_as_an_object_are_refused()
    {
        Assert.Throws<ArgumentException>(() => From(raw => raw.Patch.Set("$"u8, "[1]"u8)));
        Assert.Throws<ArgumentException>(() => From(raw => raw.Patch.Remove("$"u8)));
        Assert.Throws<ArgumentException>(() => From(raw => raw.Patch.Remove("$.stream_options.include_usage"u8)));
    }

    [Fact]
    public void One_raw_instance_can_serve_many_calls_at_once()
    {
        var raw = new ChatCompletionOptions { Temperature = 0, StopSequences = { "a" }, Tools = { ChatTool.CreateFunctionTool("raw") } };
        raw.Patch.Set("$.extra.deep"u8, 1);
        raw.Patch.Remove("$.seed"u8);
        var options = new ChatOptions { Seed = 1, Tools = [Tool], StopSequences = ["b"], RawRepresentationFactory = _ => raw };
        string expected = Of(options).ToJsonString();

        var bodies = new string[100];
        Parallel.For(0, bodies.Length, i => bodies[i] = Of(options).ToJsonString());

        Assert.All(bodies, body => Assert.Equal(expected, body));
    }

    private static ChatOptions Everything() => new()
    {
        Temperature = 1,
        TopP = 1,
        FrequencyPenalty = 1,
        PresencePenalty = 1,
        Seed = 1,
        MaxOutputTokens = 1,
        StopSequences = ["a"],
        Reasoning = new() { Effort = ReasoningEffort.Low },
        ResponseFormat = Microsoft.Extensions.AI.ChatResponseFormat.Json,
        AllowMultipleToolCalls = true,
        Tools = [Tool, new HostedWebSearchTool()],
        AdditionalProperties = new() { ["top_k"] = 1, ["a.b"] = 1, ["it's"] = 1 },
    };

    private static byte[] Path(string name) => System.Text.Encoding.UTF8.GetBytes(name.Contains('\'', StringComparison.Ordinal) ? $"$[\"{name}\"]" : $"$['{name}']");

    private static string? StreamOptions(Action<ChatCompletionOptions> change) => Body(change, stream: true)["stream_options"]?.ToJsonString();

    private static JsonObject Body(Action<ChatCompletionOptions> change, ChatOptions? options = null, RouteurDecision? decision = null, bool stream = false) =>
        Of(WithRaw(change, options), decision, stream);

    private static RawChatOptions? From(Action<ChatCompletionOptions> change) => RawChatOptions.From(WithRaw(change, null), Client);

    private static ChatOptions WithRaw(Action<ChatCompletionOptions> change, ChatOptions? options)
    {
        options ??= new ChatOptions();
        options.RawRepresentationFactory = _ =>
        {
            var raw = new ChatCompletionOptions();
            change(raw);
            return raw;
        };
        return options;
    }
}
