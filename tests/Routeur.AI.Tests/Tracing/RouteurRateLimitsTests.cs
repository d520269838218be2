using Microsoft.Extensions.AI;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Tracing;

public sealed class RouteurRateLimitsTests
{
    private static readonly (string, string)[] Headers =
        [("X-Routeur-RateLimit-Requests-Remaining", "599"), ("X-Routeur-RateLimit-Tokens-Remaining", " 199980 ")];

    [Fact]
    public void A_plain_answer_tells_them_on_response_and_message()
    {
        ChatResponse response = Reading.Plain(Answers.Plain, Headers);

        Assert.Equal(new RouteurRateLimits(599, 199980), response.GetRouteurRateLimits());
        Assert.Equal(new RouteurRateLimits(599, 199980), response.Messages[0].GetRouteurRateLimits());
    }

    [Fact]
    public async Task A_stream_tells_them_on_its_first_update()
    {
        List<ChatResponseUpdate> updates = await Reading.StreamAsync(Answers.Stream, headers: Headers);

        Assert.Equal([new RouteurRateLimits(599, 199980), null], updates.Select(update => update.GetRouteurRateLimits()));
        Assert.Equal(new RouteurRateLimits(599, 199980), updates.ToChatResponse().GetRouteurRateLimits());
    }

    [Fact]
    public void One_header_alone_is_told_alone() =>
        Assert.Equal(new RouteurRateLimits(599, null), Reading.Plain(Answers.Plain, Headers[0]).GetRouteurRateLimits());

    [Theory]
    [InlineData("")]
    [InlineData("many")]
    public void A_header_that_is_no_number_is_none(string value) =>
        Assert.Null(Reading.Plain(Answers.Plain, ("X-Routeur-RateLimit-Requests-Remaining", value)).GetRouteurRateLimits());
}
