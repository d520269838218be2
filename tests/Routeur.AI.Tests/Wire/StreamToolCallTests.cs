using System.Text.Json;
using Microsoft.Extensions.AI;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Wire;

public sealed class StreamToolCallTests
{
    [Fact]
    public async Task Pieces_become_one_call()
    {
        FunctionCallContent call = (await CallsAsync(
            """{"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":""}}]}""",
            """{"tool_calls":[{"index":0,"function":{"arguments":"{\"x\""}}]}""",
            """{"tool_calls":[{"index":0,"function":{"arguments":":1}"}}]}""")).Single();

        Assert.Equal(("a", "f", """{"x":1}"""), Show(call));
    }

    [Fact]
    public async Task Calls_that_alternate_stay_apart()
    {
        var calls = await CallsAsync(
            """{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\""}},{"index":1,"id":"b","function":{"name":"g","arguments":"{"}}]}""",
            """{"tool_calls":[{"index":1,"function":{"arguments":"}"}},{"index":0,"function":{"arguments":":1}"}}]}""");

        Assert.Equal([("a", "f", """{"x":1}"""), ("b", "g", "{}")], calls.Select(Show));
    }

    [Fact]
    public async Task Two_calls_that_share_an_index_but_not_an_id_are_two_calls()
    {
        var calls = await CallsAsync(
            """{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\":1}"}}]}""",
            """{"tool_calls":[{"index":0,"id":"b","function":{"name":"f","arguments":"{\"x\":2}"}}]}""");

        Assert.Equal([("a", "f", """{"x":1}"""), ("b", "f", """{"x":2}""")], calls.Select(Show));
    }

    [Theory]
    [InlineData("\"index\":0,", "\"index\":0,")]
    [InlineData("", "")]
    [InlineData("\"id\":null,", "\"id\":\"\",")]
    public async Task Whole_calls_without_ids_are_two_calls_with_stable_ids_of_their_own(string first, string second)
    {
        string[] deltas =
        [
            "{\"tool_calls\":[{" + first + """ "function":{"name":"f","arguments":"{\"x\":1}"}}]}""",
            "{\"tool_calls\":[{" + second + """ "function":{"name":"f","arguments":"{\"x\":1}"}}]}""",
        ];
        var calls = await CallsAsync(deltas);
        var again = await CallsAsync(deltas);

        Assert.Equal(["""{"x":1}""", """{"x":1}"""], calls.Select(call => Show(call).Arguments));
        Assert.Equal(2, calls.Select(call => call.CallId).Distinct().Count());
        Assert.All(calls, call => Assert.Matches("^call_[0-9A-F]{24}$", call.CallId));
        Assert.Equal(calls.Select(call => call.CallId), again.Select(call => call.CallId));
    }

    [Fact]
    public async Task A_call_without_parameters_does_not_swallow_the_next_call_at_the_same_index()
    {
        var calls = await CallsAsync(
            """{"tool_calls":[{"index":0,"function":{"name":"f","arguments":""}}]}""",
            """{"tool_calls":[{"index":0,"function":{"name":"g","arguments":"{}"}}]}""");

        Assert.Equal([("f", "{}"), ("g", "{}")], calls.Select(call => (call.Name, Show(call).Arguments)));
    }

    [Fact]
    public async Task A_name_and_id_that_every_chunk_repeats_are_not_doubled()
    {
        var calls = await CallsAsync(
            """{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\""}}]}""",
            """{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":":1}"}}]}""",
            """{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":""}}]}""");

        Assert.Equal([("a", "f", """{"x":1}""")], calls.Select(Show));
    }

    [Fact]
    public async Task Pieces_with_an_id_and_no_index_find_their_call()
    {
        var calls = await CallsAsync(
            """{"tool_calls":[{"id":"a","function":{"name":"f","arguments":"{\"x\""}}]}""",
            """{"tool_calls":[{"id":"b","function":{"name":"g","arguments":"{"}}]}""",
            """{"tool_calls":[{"id":"a","function":{"arguments":":1}"}}]}""",
            """{"tool_calls":[{"id":"b","function":{"arguments":"}"}}]}""");

        Assert.Equal([("a", "f", """{"x":1}"""), ("b", "g", "{}")], calls.Select(Show));
    }

    [Fact]
    public async Task Pieces_with_neither_id_nor_index_continue_the_last_call()
    {
        var calls = await CallsAsync(
            """{"tool_calls":[{"function":{"name":"f","arguments":"{\"x\""}}]}""",
            """{"tool_calls":[{"function":{"arguments":":1}"}}]}""");

        Assert.Equal([("f", """{"x":1}""")], calls.Select(call => (call.Name, Show(call).Arguments)));
    }

    [Fact]
    public async Task Arguments_sent_as_a_running_total_are_not_doubled()
    {
        var calls = await CallsAsync(
            """{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{"}}]}""",
            """{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\":"}}]}""",
            """{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\":1}"}}]}""");

        Assert.Equal([("a", "f", """{"x":1}""")], calls.Select(Show));
    }

    [Fact]
    public async Task A_final_copy_of_the_whole_arguments_is_not_doubled()
    {
        var calls = await CallsAsync(
            """{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\""}}]}""",
            """{"tool_calls":[{"index":0,"function":{"arguments":":1}"}}]}""",
            """{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\":1}"}}]}""");

        Assert.Equal([("a", "f", """{"x":1}""")], calls.Select(Show));
    }

    [Fact]
    public async Task Pieces_that_look_like_a_running_total_but_join_to_json_are_joined()
    {
        var calls = await CallsAsync(
            """{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"a\":["}}]}""",
            """{"tool_calls":[{"index":0,"function":{"arguments":"{\"a\":[]}]}"}}]}""");

        Assert.Equal([("a", "f", """{"a":[{"a":[]}]}""")], calls.Select(Show));
    }

    [Fact]
    public async Task Two_calls_with_the_same_id_get_ids_of_their_own()
    {
        var calls = await CallsAsync(
            """{"tool_calls":[{"index":0,"id":"call_0","function":{"name":"f","arguments":"{}"}}]}""",
            """{"tool_calls":[{"index":1,"id":"call_0","function":{"name":"g","arguments":"{}"}}]}""");

        Assert.Equal(["f", "g"], calls.Select(call => call.Name));
        Assert.Equal(2, calls.Select(call => call.CallId).Distinct().Count());
    }

    [Theory]
    [InlineData("""{"x":1}""")]
    [InlineData("""{ "x" : {"y":[]} }""")]
    public async Task Arguments_may_be_an_object(string arguments)
    {
        var calls = await CallsAsync("""{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":""" + arguments + "}}]}");

        Assert.Equal([("a", "f", arguments.Replace(" ", "", StringComparison.Ordinal))], calls.Select(Show));
    }

    [Fact]
    public async Task Arguments_that_are_not_json_are_told_by_the_call()
    {
        FunctionCallContent call = (await CallsAsync("""{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\":"}}]}""")).Single();

        Assert.Null(call.Arguments);
        Assert.IsType<JsonException>(Assert.IsType<InvalidOperationException>(call.Exception).InnerException);
    }

    [Fact]
    public async Task A_surrogate_pair_split_over_two_pieces_of_arguments_is_joined()
    {
        FunctionCallContent call = (await CallsAsync(
            """{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\":\"\ud83d"}}]}""",
            """{"tool_calls":[{"index":0,"function":{"arguments":"\ude00\"}"}}]}""")).Single();

        Assert.Equal("😀", Assert.IsType<JsonElement>(call.Arguments!["x"]).GetString());
    }

    [Fact]
    public async Task Half_a_surrogate_pair_inside_the_arguments_can_be_read()
    {
        FunctionCallContent call = (await CallsAsync("""{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\":\"\\ud83d!\"}"}}]}""")).Single();

        Assert.Equal("\uFFFD!", Assert.IsType<JsonElement>(call.Arguments!["x"]).GetString());
    }

    [Fact]
    public async Task The_older_function_call_is_a_call()
    {
        FunctionCallContent call = (await CallsAsync(
            """{"function_call":{"name":"f","arguments":"{\"x\""}}""",
            """{"function_call":{"arguments":":1}"}}""")).Single();

        Assert.Equal(("f", """{"x":1}"""), (call.Name, Show(call).Arguments));
    }

    [Fact]
    public async Task An_empty_entry_is_no_call() => Assert.Empty(await CallsAsync("""{"tool_calls":[{}]}""", """{"tool_calls":[{"index":0,"function":{"name":"","arguments":""}}]}"""));

    [Fact]
    public async Task A_call_without_a_name_is_refused()
    {
        var e = await Assert.ThrowsAsync<RouteurException>(() => CallsAsync("""{"tool_calls":[{"index":0,"id":"a","function":{"arguments":"{}"}}]}"""));

        Assert.Equal(RouteurErrorCode.InvalidResponse, e.ErrorCode);
    }

    [Fact]
    public async Task Calls_come_complete_in_one_update_behind_the_text()
    {
        List<ChatResponseUpdate> updates = await Reading.DeltasAsync(
            """{"content":"Let me see"}""",
            """{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}]}""");

        Assert.Equal([0, 0, 0, 1], updates.Select(update => update.Contents.OfType<FunctionCallContent>().Count()));
        Assert.Equal(["TextContent", "FunctionCallContent"], updates.ToChatResponse().Messages.Single().Contents.Select(content => content.GetType().Name));
    }

    private static async Task<List<FunctionCallContent>> CallsAsync(params string[] deltas) =>
        [.. (await Reading.DeltasAsync(deltas)).ToChatResponse().Messages.Single().Contents.OfType<FunctionCallContent>()];

    private static (string Id, string Name, string Arguments) Show(FunctionCallContent call) =>
        (call.CallId, call.Name, JsonSerializer.Serialize(call.Arguments, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IDictionary<string, object?>)))
            .Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal));
}
