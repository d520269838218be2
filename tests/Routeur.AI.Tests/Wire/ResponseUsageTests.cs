using Microsoft.Extensions.AI;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Wire;

public sealed class ResponseUsageTests
{
    [Theory]
    [InlineData("""{"prompt_tokens":9,"completion_tokens":4,"total_tokens":13}""", 9, 4, 13, null, null)]
    [InlineData("""{"prompt_tokens":9.0,"completion_tokens":"4","total_tokens":1.3e1}""", 9, 4, 13, null, null)]
    [InlineData("""{"prompt_tokens":9,"completion_tokens":null}""", 9, null, null, null, null)]
    [InlineData("""{"prompt_tokens":9,"completion_tokens":-1,"total_tokens":9.5}""", 9, null, null, null, null)]
    [InlineData("""{"input_tokens":9,"output_tokens":4}""", 9, 4, null, null, null)]
    [InlineData("""{"prompt_tokens":9,"prompt_tokens_details":{"cached_tokens":3},"completion_tokens_details":{"reasoning_tokens":2}}""", 9, null, null, 3, 2)]
    [InlineData("""{"prompt_tokens":9,"prompt_tokens_details":null,"completion_tokens_details":{}}""", 9, null, null, null, null)]
    [InlineData("""{"prompt_tokens":9,"prompt_cache_hit_tokens":3}""", 9, null, null, 3, null)]
    [InlineData("""{"prompt_tokens":9,"cache_read_input_tokens":3,"reasoning_tokens":2}""", 9, null, null, 3, 2)]
    [InlineData("""{"prompt_tokens":9,"cached_tokens":1,"prompt_tokens_details":{"cached_tokens":3}}""", 9, null, null, 3, null)]
    public void Usage_is_read_in_every_dialect(string json, int? input, int? output, int? total, int? cached, int? reasoning)
    {
        UsageDetails usage = Read(json)!;

        Assert.Equal(
            ((long?)input, (long?)output, (long?)total, (long?)cached, (long?)reasoning),
            (usage.InputTokenCount, usage.OutputTokenCount, usage.TotalTokenCount, usage.CachedInputTokenCount, usage.ReasoningTokenCount));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("\"none\"")]
    [InlineData("""{"prompt_tokens":null,"completion_tokens":null}""")]
    public void Missing_usage_is_missing_and_not_zero(string json) => Assert.Null(Read(json));

    [Fact]
    public void Other_counters_are_kept_under_the_reference_names_or_their_own()
    {
        UsageDetails usage = Read(
            """
            {"prompt_tokens":1,"prompt_cache_miss_tokens":2,"cost":0.25,"note":"x","nested":{"a":1},
             "prompt_tokens_details":{"audio_tokens":3,"image_tokens":4},
             "completion_tokens_details":{"audio_tokens":5,"accepted_prediction_tokens":6,"rejected_prediction_tokens":7}}
            """)!;

        Assert.Equal(
            new Dictionary<string, long>
            {
                ["prompt_cache_miss_tokens"] = 2,
                ["InputTokenDetails.AudioTokenCount"] = 3,
                ["prompt_tokens_details.image_tokens"] = 4,
                ["OutputTokenDetails.AudioTokenCount"] = 5,
                ["OutputTokenDetails.AcceptedPredictionTokenCount"] = 6,
                ["OutputTokenDetails.RejectedPredictionTokenCount"] = 7,
            },
            usage.AdditionalCounts!.ToDictionary());
    }

    [Fact]
    public async Task Running_totals_are_not_added_up()
    {
        List<ChatResponseUpdate> updates = await Reading.StreamAsync(
            """
            data: {"id":"c1","choices":[{"index":0,"delta":{"content":"A"}}],"usage":{"prompt_tokens":9,"completion_tokens":1,"total_tokens":10}}

            data: {"id":"c1","choices":[{"index":0,"delta":{"content":"B"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11}}

            data: {"id":"c1","choices":[],"usage":{"completion_tokens":2}}

            data: [DONE]


            """);

        Assert.Single(updates, update => update.Contents.OfType<UsageContent>().Any());
        UsageDetails usage = updates.ToChatResponse().Usage!;
        Assert.Equal((9L, 2L, 11L), (usage.InputTokenCount, usage.OutputTokenCount, usage.TotalTokenCount));
    }

    [Fact]
    public async Task Usage_inside_a_choice_is_read()
    {
        ChatResponse response = (await Reading.StreamAsync(
            """
            data: {"id":"c1","choices":[{"index":0,"delta":{"content":"A"},"finish_reason":"stop","usage":{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11}}]}


            """)).ToChatResponse();

        Assert.Equal(11, response.Usage?.TotalTokenCount);
    }

    [Fact]
    public async Task A_stream_without_usage_reports_none() => Assert.Null((await Reading.StreamAsync(Answers.Stream)).ToChatResponse().Usage);

    private static UsageDetails? Read(string usage) => Reading.Plain($$$"""{"choices":[{"message":{"content":"A"}}],"usage":{{{usage}}}}""").Usage;
}
