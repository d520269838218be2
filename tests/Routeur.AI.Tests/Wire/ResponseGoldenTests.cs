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
    public async Task An_answer_is_read_as_documented(string file)
    {
        string body = await ReadAsync(file);
        ChatResponse response = file.EndsWith(".sse", StringComparison.Ordinal) ? (await Reading.StreamAsync(body)).ToChatResponse() : Reading.Plain(body);
        JsonNode actual = JsonSerializer.SerializeToNode(response, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(ChatResponse)))!;

        Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse(await ReadAsync(Path.ChangeExtension(file, null) + ".expected.json")), actual),
            $"{file} was read as\n{actual}");
    }

    private static Task<string> ReadAsync(string file) =>
        File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Golden", "responses", file), TestContext.Current.CancellationToken);
}
