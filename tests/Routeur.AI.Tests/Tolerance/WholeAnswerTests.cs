using System.Text.Json;
using Microsoft.Extensions.AI;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Tolerance;

/// <summary>Every answer of the corpus, uncut: the outcome is exactly the expected one, however the network slices it.</summary>
public sealed class WholeAnswerTests
{
    public static TheoryData<string> Names => Corpus.Names;

    public static TheoryData<string> StreamedNames { get; } = [.. Corpus.All.Where(@case => @case.Streamed).Select(@case => @case.Name)];

    [Theory(Timeout = Guard.Milliseconds), MemberData(nameof(Names))]
    public async Task A_whole_answer_has_the_expected_outcome(string name)
    {
        ToleranceCase expected = Corpus.Find(name);
        using var client = new ToleranceClient(expected);

        Outcome outcome = await client.AskAsync(new NetworkStream(expected.Body), TestContext.Current.CancellationToken);

        AssertExpected(expected, outcome);
    }

    [Theory(Timeout = Guard.Milliseconds), MemberData(nameof(Names))]
    public async Task The_size_of_the_pieces_makes_no_difference(string name)
    {
        ToleranceCase expected = Corpus.Find(name);
        using var client = new ToleranceClient(expected);

        foreach (int pieceSize in (int[])[1, 2, 3, 7])
        {
            Outcome outcome = await client.AskAsync(new NetworkStream(expected.Body, pieceSize), TestContext.Current.CancellationToken);

            AssertExpected(expected, outcome);
        }
    }

    [Theory(Timeout = Guard.Milliseconds), MemberData(nameof(StreamedNames))]
    public async Task A_stream_that_nobody_reads_on_is_closed(string name)
    {
        ToleranceCase expected = Corpus.Find(name);
        using var client = new ToleranceClient(expected);
        var body = new NetworkStream(expected.Body);

        try
        {
            await client.AskAndStopAsync(body, TestContext.Current.CancellationToken);
        }
        catch (RouteurException) when (expected.Fails || expected.MayFail)
        {
            // The failure came before the first update.
        }

        Assert.True(body.Disposed);
    }

    private static void AssertExpected(ToleranceCase expected, Outcome outcome)
    {
        if (expected.Fails || (expected.MayFail && outcome.Error is not null))
        {
            AssertFailure(expected, outcome);
            return;
        }

        Outcome wanted = Outcome.Expected(expected);
        Assert.True(
            outcome.Essence == wanted.Essence && outcome.Usage == wanted.Usage,
            $"{expected.Name}\n--- expected\n{wanted}\n--- got\n{outcome}");
        AssertProperties(expected, outcome.Answer!);
        AssertCitations(expected, outcome.Answer!);
    }

    private static void AssertFailure(ToleranceCase expected, Outcome outcome)
    {
        Assert.True(outcome.Error is not null, $"{expected.Name}\n--- expected a RouteurException\n--- got\n{outcome}");
        Assert.True(outcome.Error.Status == expected.Status, $"{expected.Name}\n--- expected status {expected.Status}\n--- got\n{outcome}");
        if (expected.ErrorCode is { } code)
        {
            Assert.True(outcome.Error.ErrorCode == code, $"{expected.Name}\n--- expected code {code}\n--- got\n{outcome}");
        }

        if (expected.MessageHas is { } part)
        {
            Assert.Contains(part, outcome.Error.Message, StringComparison.Ordinal);
        }
    }

    // With a message id MEAI hangs what an update says on the message, without one on the response.
    private static void AssertProperties(ToleranceCase expected, ChatResponse response)
    {
        foreach ((string name, string json) in expected.Properties)
        {
            object? value = response.AdditionalProperties?.GetValueOrDefault(name) ?? response.Messages[0].AdditionalProperties?.GetValueOrDefault(name);
            Assert.True(value is not null, $"{expected.Name}: \"{name}\" is not among the additional properties.");
            Assert.True(
                JsonElement.DeepEquals(JsonSerializer.SerializeToElement(value), JsonElement.Parse(json)),
                $"{expected.Name}: \"{name}\" should be {json}, but is {JsonSerializer.Serialize(value)}.");
        }
    }

    private static void AssertCitations(ToleranceCase expected, ChatResponse response)
    {
        if (expected.Citations is not null)
        {
            Assert.Equal(
                expected.Citations,
                response.Messages[0].Contents.SelectMany(content => content.Annotations ?? []).OfType<CitationAnnotation>().Select(citation => citation.Url?.ToString()));
        }
    }
}
