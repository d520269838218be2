using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Wire;

/// <summary>
/// Answers as they are documented [/api-reference/chat-completions/create], [/guides/request-lifecycle], [/guides/traces], in
/// Golden/responses, each beside the <see cref="ChatResponse"/> that must come of it.
/// </summary>
public sealed class ResponseGoldenTests
{
    [Theory]
    [InlineData("documented.json")]
    [InlineData("full-trace.json")]
    [InlineData("tool-calls.json")]
    [InlineData("stream.sse")]
    [InlineData("stream-tool-calls.sse")]
    [InlineData("stream-trace.sse")]
    public async Task An_answer_is_read_as_documented(string file)
    {
        string body = await ReadAsync(file);
        ChatResponse response = file.EndsWith(".sse", StringComparison.Ordinal) ? (await Reading.StreamAsync(body)).ToChatResponse() : Reading.Plain(body);
        JsonNode actual = JsonSerializer.SerializeToNode(response, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(ChatResponse)))!;

        Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse(await ReadAsync(Path.ChangeExtension(file, null) + ".expected.json")), actual),
            $"{file} was read as\n{actual}");
    }

    // Where the block goes in a stream, and all but this block of a dry run's answer, are not documented.
    [Fact]
    public async Task The_trace_of_a_stream_holds_every_field_of_the_record()
    {
        RouteurTrace trace = (await Reading.StreamAsync(await ReadAsync("stream-trace.sse"))).ToChatResponse().GetRouteurTrace()!;

        Assert.Equal(("01K", "org_42", "key_01J"), (trace.RequestId, trace.OrganizationId, trace.ApiKeyId));
        Assert.Equal(("openai", "gpt-4o-mini", "auto", "rule:fast_lane"), (trace.Provider, trace.Model, trace.RequestedModel, trace.RouteReason));
        Assert.Equal((13, 7, 20), (trace.PromptTokens, trace.CompletionTokens, trace.TotalTokens));
        Assert.Equal((TimeSpan.FromMilliseconds(2939), 0.00000615m, 200, 1), (trace.Latency, trace.CostUsd, trace.StatusCode, trace.Redactions));
        Assert.Equal("https://payloads.routeur.ai/x?sig=y", trace.PayloadUrl?.OriginalString);
    }

    [Fact]
    public async Task A_dry_run_is_read_as_the_block_is_documented()
    {
        using RouteurClient client = ManagementClients.Create(StubHandler.Json(await ReadAsync("dry-run.json")));

        RouteResolution route = await client.ResolveRouteAsync([new ChatMessage(ChatRole.User, "hi")], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(("openai", "gpt-4o-mini", "default"), (route.Provider, route.Model, route.RouteReason));
        Assert.Equal(0, route.AdditionalProperties["redactions"].GetInt32());
    }

    private static Task<string> ReadAsync(string file) =>
        File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Golden", "responses", file), TestContext.Current.CancellationToken);
}
