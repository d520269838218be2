using CsCheck;
using Microsoft.Extensions.AI;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Wire;

/// <summary>
/// For generated well-formed answers, what we read equals what the reference implementation reads, as JSON. The same answers are generated
/// each time; a failure shows the answer.
/// </summary>
public sealed class ResponseDifferentialTests
{
    [Fact]
    public async Task A_plain_answer_is_read_as_the_reference_reads_it()
    {
        foreach (string body in Generate(CompletionGen.Plain, 1000))
        {
            AssertSame(body, await Reference.ReadPlainAsync(body), Reading.Plain(body));
        }
    }

    [Fact]
    public async Task A_stream_is_read_as_the_reference_reads_it()
    {
        foreach (string body in Generate(CompletionGen.Stream, 500))
        {
            AssertSame(body, await Reference.ReadStreamAsync(body), (await Reading.StreamAsync(body)).ToChatResponse());
        }
    }

    [Fact]
    public void The_answers_cover_what_answers_hold()
    {
        List<ChatResponse> responses = [.. Generate(CompletionGen.Plain, 1000).Select(body => Reading.Plain(body))];

        Assert.Equal(
            ["DataContent", "ErrorContent", "FunctionCallContent", "TextContent", "TextReasoningContent", "UriContent"],
            responses.SelectMany(r => r.Messages[0].Contents).Select(content => content.GetType().Name).Distinct().Order());
        Assert.Contains(responses, r => r.Messages[0].Contents.Any(content => content.Annotations?.Count == 2));
        Assert.Contains(responses, r => r.Messages[0].Contents.OfType<FunctionCallContent>().Any(call => call.Exception is not null));
        Assert.Contains(responses, r => r.Usage?.AdditionalCounts?.Count == 4);
        Assert.Contains(responses, r => r.Usage is null);
    }

    private static IEnumerable<string> Generate(Gen<string> gen, int count)
    {
        var random = new PCG(1, 20261122);
        for (int i = 0; i < count; i++)
        {
            yield return gen.Generate(random, null, out _);
        }
    }

    private static void AssertSame(string body, ChatResponse reference, ChatResponse ours)
    {
        string expected = Reference.Comparable(reference);
        string actual = Reference.Comparable(ours);
        Assert.True(expected == actual, $"Answer:    {body}\nReference: {expected}\nOurs:      {actual}");
    }
}
