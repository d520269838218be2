using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Routeur.AI.FuzzTests.Fuzzing;
using Routeur.AI.Tests.Support;
using Routeur.AI.Wire;

namespace Routeur.AI.FuzzTests.Hostile;

/// <summary>Answers that hold too many things, or things too deep: small on the wire, large or slow when they are read.</summary>
[Collection(RunsAlone.Name)]
public sealed class ManyThingsTests
{
    private const string Open = """{"choices":[{"message":{"content":"x","tool_calls":[""";

    [Theory]
    [InlineData("[", "")]
    [InlineData("{\"a\":", "")]
    [InlineData("[", """{"choices":[{"message":{"content":""")]
    [InlineData("{\"a\":", """{"choices":[{"message":{"content":"x"},"finish_reason":"stop"}],"routeur":""")]
    [InlineData("[", """{"error":""")]
    [InlineData("[", """{"choices":[{"message":{"tool_calls":[{"function":{"name":"f","arguments":""")]
    public async Task A_million_levels_are_refused_and_overflow_no_stack(string level, string beginning)
    {
        using var plain = new HostileServer(new GeneratedStream(beginning, level, 1_000_000));
        Assert.Equal(RouteurErrorCode.InvalidResponse, (await plain.PlainAsync()).ErrorCode);

        using var stream = new HostileServer(new GeneratedStream("data: " + beginning, level, 1_000_000, "\n\n"), mediaType: "text/event-stream");
        Assert.Equal(RouteurErrorCode.InvalidResponse, (await stream.StreamAsync()).ErrorCode);

        using var error = new HostileServer(new GeneratedStream(beginning, level, 1_000_000), System.Net.HttpStatusCode.BadRequest);
        Assert.Equal(RouteurErrorCode.InvalidRequest, (await error.PlainAsync()).ErrorCode);
    }

    [Theory]
    [InlineData("nu")]
    [InlineData("1")]
    [InlineData("tru{\"key\":\"rtr_fuzz_K3y9876543210\"")]
    public void A_word_that_the_JSON_reader_quotes_is_not_repeated_without_end(string word)
    {
        byte[] body = Encoding.UTF8.GetBytes($"{{\"model\":{word}{new string('x', 1_000_000)}");

        Assert.StartsWith("invalid_response", Outcome.Of(() => ChatResponseReader.Read(body, Context()).Text), StringComparison.Ordinal);
    }

    [Fact]
    public void Arguments_of_a_million_levels_are_told_by_the_call_and_overflow_no_stack()
    {
        string arguments = string.Concat(Enumerable.Repeat("{\\\"a\\\":", 1_000_000));
        ChatResponse response = ChatResponseReader.Read(
            Encoding.UTF8.GetBytes($$$"""{"choices":[{"message":{"tool_calls":[{"id":"1","function":{"name":"f","arguments":"{{{arguments}}}"}}]}}]}"""), Context());

        Assert.NotNull(Assert.IsType<FunctionCallContent>(Assert.Single(response.Messages[0].Contents)).Exception);
    }

    /// <summary>The deepest that is read can be written: into a cache, a store, the next request.</summary>
    [Theory]
    [InlineData("\"routeur\":{0}", 47, 48)]
    [InlineData("\"choices\":[{\"message\":{\"content\":[{0}]}}]", 43, 44)]
    [InlineData("\"choices\":[{\"message\":{\"content\":\"x\",\"annotations\":[{0}]}}]", 43, 44)]
    [InlineData("\"choices\":[{\"message\":{\"content\":\"x\",\"kept\":{0}}}]", 44, 45)]
    public void What_is_read_can_be_written_again(string member, int read, int refused)
    {
        ChatResponse response = Read(read);
        Assert.NotEmpty(Outcome.Json(response));
        Assert.NotEmpty(Outcome.Json(response.ToChatResponseUpdates()));
        Assert.NotEmpty(JsonSerializer.Serialize<ChatResponse[][]>([[response]], AIJsonUtilities.DefaultOptions));

        Assert.Equal(RouteurErrorCode.InvalidResponse, Assert.Throws<RouteurException>(() => Read(refused)).ErrorCode);

        ChatResponse Read(int depth)
        {
            string value = string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);
            string choice = member.Contains("choices", StringComparison.Ordinal) ? "" : "\"choices\":[{\"message\":{\"content\":\"x\"}}],";
            return ChatResponseReader.Read(Encoding.UTF8.GetBytes("{" + choice + member.Replace("{0}", value, StringComparison.Ordinal) + "}"), Context());
        }
    }

    [Fact]
    public async Task Ten_million_empty_chunks_are_read_one_after_another()
    {
        const int Chunks = 10_000_000;
        var body = new GeneratedStream("""data: {"choices":[{"delta":{"content":"x"}}]}""" + "\n\n", "data: {}\n\n", Chunks, "data: [DONE]\n\n");
        long heap = GC.GetTotalMemory(forceFullCollection: true);
        long highest = 0;
        int updates = 0;
        await foreach (ChatResponseUpdate update in ChatStreamReader.ReadAsync(body, Context(), CancellationToken.None))
        {
            if (++updates % 1_000_000 == 0)
            {
                highest = Math.Max(highest, GC.GetTotalMemory(forceFullCollection: true) - heap);
            }
        }

        Assert.InRange(updates, Chunks, Chunks + 2);
        Assert.InRange(highest, 0, 8 * 1024 * 1024);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Millions_of_tool_calls_end_at_1024(bool stream)
    {
        static string Call(long i) => string.Create(CultureInfo.InvariantCulture, $$$"""{"index":{{{i}}},"id":"c{{{i}}}","function":{"name":"f","arguments":"{}"}}""");
        GeneratedStream body = stream
            ? new GeneratedStream("", i => $$$"""data: {"choices":[{"delta":{"tool_calls":[{{{Call(i)}}}]}}]}{{{"\n\n"}}}""", 3_000_000)
            : new GeneratedStream(Open, i => Call(i) + ",", 1_000_000, "{}]}}]}");
        using var server = new HostileServer(body);

        RouteurException error = await (stream ? server.StreamAsync() : server.PlainAsync());

        Assert.Contains("more than 1,024 tool calls", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"content\":[", "\"a\",", "\"b\"]", "10,000 content parts")]
    [InlineData("\"images\":[", "\"a\",", "\"b\"]", "10,000 content parts")]
    [InlineData("\"citations\":[", "\"http://a/\",", "\"b\"]", "10,000 citations")]
    [InlineData("\"annotations\":[", "{\"url\":\"b\"},", "{}]", "10,000 citations")]
    public async Task Millions_of_parts_end_at_10_000(string beginning, string part, string end, string limit)
    {
        using var server = new HostileServer(new GeneratedStream("""{"choices":[{"message":{""" + beginning, part, 2_000_000, end + "}}]}"));

        RouteurException error = await server.PlainAsync();

        Assert.Contains(limit, error.Message, StringComparison.Ordinal);
        Assert.InRange(server.AllocatedMiB, 0, 500);
    }

    [Theory]
    [InlineData("\"a{0}\":1,", "", "\"b\":1}", "1,000 unknown fields")]
    [InlineData("\"a{0}\":1,", "\"choices\":[{\"message\":{", "\"b\":1}}]}", "1,000 unknown fields")]
    [InlineData("\"a{0}\":1,", "\"usage\":{", "\"b\":1}}", "1,000 counters")]
    public async Task Millions_of_fields_end_at_a_thousand(string field, string beginning, string end, string limit)
    {
        using var server = new HostileServer(new GeneratedStream(
            "{" + beginning, i => field.Replace("{0}", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal), 1_000_000, end));

        RouteurException error = await server.PlainAsync();

        Assert.Contains(limit, error.Message, StringComparison.Ordinal);
        Assert.InRange(server.AllocatedMiB, 0, 500);
    }

    [Fact]
    public async Task Events_that_nobody_asked_for_are_collected_to_a_million()
    {
        using var server = new HostileServer(new GeneratedStream("data: {}\n\n", "data: {}\n\n", 5_000_000));

        RouteurException error = await server.PlainAsync();

        Assert.Contains("1,000,000 events", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_is_named_again_and_again_is_given_up()
    {
        using var server = new HostileServer(new GeneratedStream(
            """data: {"choices":[{"delta":{"tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":"{\"a\":\""}}]}}]}""" + "\n\n",
            """data: {"choices":[{"delta":{"tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":"}"}}]}}]}""" + "\n\n", 10_000_000));

        RouteurException error = await server.StreamAsync();

        Assert.Contains("over and over again", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_array_is_checked_without_becoming_elements()
    {
        using var server = new HostileServer(new GeneratedStream("[0", ",0", 50_000_000, "]"));

        RouteurException error = await server.PlainAsync();

        Assert.Contains("a JSON array", error.Message, StringComparison.Ordinal);
        Assert.InRange(server.AllocatedMiB, 0, 900);
    }

    private static ChatReadContext Context() => new(new FakeResponse(), TimeProvider.System);
}
