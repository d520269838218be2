using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Wire;

public sealed class ResponseEnvelopeTests
{
    [Theory]
    [InlineData("1700000000", "2023-11-14T22:13:20Z")]
    [InlineData("1700000000.75", "2023-11-14T22:13:20Z")]
    [InlineData("1700000000000", "2023-11-14T22:13:20Z")]
    [InlineData("1.7e9", "2023-11-14T22:13:20Z")]
    [InlineData("\"1700000000\"", "2023-11-14T22:13:20Z")]
    [InlineData("\"2023-11-14T22:13:20Z\"", "2023-11-14T22:13:20Z")]
    [InlineData("\"2023-11-14T22:13:20\"", "2023-11-14T22:13:20Z")]
    [InlineData("null", null)]
    [InlineData("\"yesterday\"", null)]
    [InlineData("-1", null)]
    [InlineData("{}", null)]
    public void Created_may_take_any_form(string created, string? expected) =>
        Assert.Equal(
            expected is null ? null : DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture),
            Reading.Plain($$$"""{"created":{{{created}}},"choices":[{"message":{"content":"A"}}]}""").CreatedAt);

    [Theory]
    [InlineData("\"stop\"", "stop")]
    [InlineData("\"STOP\"", "stop")]
    [InlineData("\"function_call\"", "tool_calls")]
    [InlineData("\"end_turn\"", "end_turn")]
    [InlineData("\"\"", null)]
    [InlineData("null", null)]
    public void Any_finish_reason_is_read(string reason, string? expected) =>
        Assert.Equal(expected, Reading.Plain($$"""{"choices":[{"message":{"content":"A"},"finish_reason":{{reason}}}]}""").FinishReason?.Value);

    [Fact]
    public void Unknown_fields_are_kept_under_their_names()
    {
        ChatResponse response = Reading.Plain(
            """
            {"system_fingerprint":"fp","service_tier":null,"provider":"X","object":"chat.completion",
             "choices":[{"message":{"content":"A","mood":"good"},"logprobs":{"content":[]},"finish_reason":"stop"}]}
            """);

        Assert.Equal(["provider", "system_fingerprint"], response.AdditionalProperties!.Keys.Order());
        Assert.Equal(["logprobs", "mood"], response.Messages[0].AdditionalProperties!.Keys.Order());
        Assert.All(response.AdditionalProperties.Values, value => Assert.IsType<JsonElement>(value));
    }

    [Fact]
    public void The_raw_representation_is_the_pipeline_response()
    {
        var context = Reading.Context();
        ChatResponse response = AI.Wire.ChatResponseReader.Read(Encoding.UTF8.GetBytes(Answers.Plain), context);

        Assert.Same(context.Response, response.RawRepresentation);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   \n")]
    [InlineData("<html>502</html>")]
    [InlineData("upstream timed out")]
    [InlineData("{\"id\":\"x\",\"choices\":[{\"message\":{\"content\":\"Hel")]
    [InlineData("{\"choices\":[{\"message\":{\"content\":\"A\"}}]} trailing")]
    [InlineData("{}")]
    [InlineData("{\"choices\":[]}")]
    [InlineData("{\"choices\":[{}]}")]
    [InlineData("{\"choices\":null}")]
    [InlineData("{\"detail\":\"Not found\"}")]
    [InlineData("[]")]
    [InlineData("\"hello\"")]
    [InlineData("null")]
    public void What_is_no_completion_is_refused_with_its_beginning(string body)
    {
        var e = Assert.Throws<RouteurException>(() => Reading.Plain(body));

        Assert.Equal((RouteurErrorCode.InvalidResponse, 200), (e.ErrorCode, e.Status));
        Assert.Contains(body.Trim(), e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_without_end_is_refused()
    {
        string deep = string.Concat(Enumerable.Repeat("{\"a\":", 100_000));

        Assert.Equal(RouteurErrorCode.InvalidResponse, Assert.Throws<RouteurException>(() => Reading.Plain("{\"x\":" + deep)).ErrorCode);
    }

    [Theory]
    [InlineData("{\"error\":{\"code\":\"rate_limited\",\"message\":\"m\"}}")]
    [InlineData("[{\"error\":{\"code\":\"rate_limited\",\"message\":\"m\"}}]")]
    [InlineData("{\"choices\":[{\"message\":{\"content\":\"\"}}],\"error\":{\"code\":\"rate_limited\",\"message\":\"m\"}}")]
    [InlineData("{\"choices\":[{\"error\":{\"code\":\"rate_limited\",\"message\":\"m\"},\"message\":{\"content\":\"\"}}]}")]
    [InlineData("{\"object\":\"error\",\"code\":\"rate_limited\",\"message\":\"m\"}")]
    public void An_error_object_with_status_200_is_thrown(string body) =>
        Assert.Equal(RouteurErrorCode.RateLimited, Assert.Throws<RouteurException>(() => Reading.Plain(body)).ErrorCode);

    [Fact]
    public void Usage_without_a_choice_is_an_empty_answer()
    {
        ChatResponse response = Reading.Plain("""{"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":0,"total_tokens":9}}""");

        Assert.Equal(("", null, 9L), (response.Text, response.FinishReason, response.Usage?.TotalTokenCount));
    }

    [Theory]
    [InlineData("\uFEFF{0}")]
    [InlineData("\r\n\r\n  {0}\n\n")]
    public void Space_and_a_byte_order_mark_around_the_answer_are_nothing(string format) =>
        Assert.Equal("Hello", Reading.Plain(format.Replace("{0}", Answers.Plain, StringComparison.Ordinal)).Text);

    [Fact]
    public void The_last_of_two_members_with_one_name_counts() =>
        Assert.Equal("2", Reading.Plain("""{"x":1,"x":2,"choices":[{"message":{"content":"A"}}]}""").AdditionalProperties!["x"]!.ToString());

    [Fact]
    public void Bytes_that_are_not_utf8_become_replacement_characters()
    {
        byte[] body = Encoding.Latin1.GetBytes("""{"x":"é","choices":[{"message":{"content":"café","tool_calls":[{"id":"a","function":{"name":"f","arguments":{"x":"é"}}}]}}]}""");
        ChatResponse response = Reading.Plain(body);

        Assert.Equal("caf\uFFFD", response.Text);
        Assert.Equal("\uFFFD", Assert.IsType<JsonElement>(response.AdditionalProperties!["x"]).GetString());
        Assert.Equal("\uFFFD", response.Messages[0].Contents.OfType<FunctionCallContent>().Single().Arguments!["x"]!.ToString());
    }

    [Fact]
    public void A_stream_for_a_plain_request_becomes_one_answer()
    {
        ChatResponse response = Reading.Plain(": hi\n\n" + Answers.Stream.Replace("\"choices\"", "\"routeur\":{\"model\":\"m\"},\"choices\"", StringComparison.Ordinal), ("X-Routeur-RateLimit-Requests-Remaining", "7"));

        Assert.Equal(("Hello", ChatFinishReason.Stop), (response.Text, response.FinishReason));
        Assert.Equal(("m", 7L), (response.GetRouteurTrace()?.Model, response.GetRouteurRateLimits()?.RequestsRemaining));
        Assert.NotNull(response.RawRepresentation);
    }
}
