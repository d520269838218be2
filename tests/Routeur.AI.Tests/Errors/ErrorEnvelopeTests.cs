using System.Text;
using System.Text.Json;
using Routeur.AI.Errors;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Errors;

public class ErrorEnvelopeTests
{
    [Theory]
    [InlineData(400, "invalid_request", "messages is required", false)]
    [InlineData(401, "unauthorized", "unknown key", false)]
    [InlineData(401, "invalid_api_key", "revoked", false)]
    [InlineData(403, "forbidden", "organisation disabled", false)]
    [InlineData(404, "not_found", "no such model", false)]
    [InlineData(429, "rate_limited", "requests per minute exceeded", true)]
    [InlineData(502, "upstream_error", "upstream failed", true)]
    [InlineData(504, "upstream_error", "upstream timed out", true)]
    public void A_documented_error_keeps_its_code_status_and_message(int status, string code, string message, bool transient)
    {
        RouteurException error = Read(status, Answers.Error(code, message));

        Assert.Equal(new RouteurErrorCode(code), error.ErrorCode);
        Assert.Equal(status, error.Status);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(transient, error.IsTransient);
        Assert.Null(error.RuleName);
    }

    [Fact]
    public void A_dlp_block_names_its_rule_and_says_that_no_provider_saw_the_prompt()
    {
        RouteurException error = Read(403, Answers.Error("blocked_by_dlp", "dlp:confidential_block"));

        Assert.Equal(RouteurErrorCode.BlockedByDlp, error.ErrorCode);
        Assert.Equal("confidential_block", error.RuleName);
        Assert.False(error.IsTransient);
        Assert.Contains("before a provider saw it", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_moderation_block_names_its_rule()
    {
        RouteurException error = Read(403, Answers.Error("blocked_by_moderation", "moderation:secret_leak_block"));

        Assert.Equal(RouteurErrorCode.BlockedByModeration, error.ErrorCode);
        Assert.Equal("secret_leak_block", error.RuleName);
    }

    [Theory]
    [InlineData("provider_unconfigured", "no key mounted")]
    [InlineData("upstream_error", "provider_unconfigured")]
    [InlineData("upstream_error", "provider_unconfigured: gemini")]
    public void An_unconfigured_provider_is_recognised_as_code_or_message_and_is_not_transient(string code, string message)
    {
        RouteurException error = Read(502, Answers.Error(code, message));

        Assert.Equal(RouteurErrorCode.ProviderUnconfigured, error.ErrorCode);
        Assert.False(error.IsTransient);
    }

    [Theory]
    [InlineData("<html>404 Not Found</html>")]
    [InlineData("")]
    [InlineData("""{"detail":"Not Found"}""")]
    public void An_address_without_v1_is_suspected_when_a_404_is_not_the_services(string body)
    {
        Assert.Contains("check RouteurOptions.Endpoint", Read(404, body).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Endpoint", Read(404, Answers.Error("not_found", "no such model")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, "invalid_request")]
    [InlineData(401, "unauthorized")]
    [InlineData(403, "forbidden")]
    [InlineData(404, "not_found")]
    [InlineData(429, "rate_limited")]
    [InlineData(502, "upstream_error")]
    [InlineData(504, "upstream_error")]
    [InlineData(500, "")]
    [InlineData(418, "")]
    public void Without_a_readable_code_the_status_speaks(int status, string code)
    {
        foreach (string body in new[] { "", "<html>Bad Gateway</html>", "{\"error\":{\"code\":\"invalid", "[]", "null", "{}", "{\"error\":{\"code\":502,\"message\":\"x\"}}", "{\"error\":null}" })
        {
            RouteurException error = Read(status, body);
            Assert.Equal(new RouteurErrorCode(code), error.ErrorCode);
            Assert.Equal(status, error.Status);
        }
    }

    [Theory]
    [InlineData("{\"error\":\"model not loaded\"}", "model not loaded")]
    [InlineData("{\"message\":\"no route\"}", "no route")]
    [InlineData("{\"detail\":\"Not authenticated\"}", "Not authenticated")]
    [InlineData("<html><title>502 Bad Gateway</title></html>", "502 Bad Gateway")]
    [InlineData("\uFEFF{\"error\":{\"message\":\"with a BOM\"}}", "with a BOM")]
    [InlineData("{\"error\":{\"message\":\"half a pair \\ud83d\"}}", "half a pair")]
    public void What_the_body_says_is_in_the_message_whatever_its_shape(string body, string expected) =>
        Assert.Contains(expected, Read(500, body).Message, StringComparison.Ordinal);

    [Fact]
    public void A_long_page_is_quoted_at_its_beginning_only()
    {
        RouteurException error = Read(500, "<html>" + new string('x', 5000));

        Assert.Contains("<html>xxx", error.Message, StringComparison.Ordinal);
        Assert.True(error.Message.Length < 500);
    }

    [Theory]
    [InlineData("{\"error\":{\"message\":\"unknown key rtr_live_abcdef123456\"}}")]
    [InlineData("{\"error\":{\"message\":\"Authorization: Bearer abc.def-123456 refused\"}}")]
    [InlineData("<html>rtr_live_abcdef123456</html>")]
    public void A_key_that_the_server_echoes_is_not_in_the_message(string body)
    {
        string message = Read(401, body).Message;

        Assert.DoesNotContain("abcdef", message, StringComparison.Ordinal);
        Assert.DoesNotContain("abc.def", message, StringComparison.Ordinal);
        Assert.Contains("[key]", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sentence_about_bearer_tokens_is_left_alone() =>
        Assert.Contains("missing bearer token", Read(401, Answers.Error("unauthorized", "missing bearer token")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("7", 7)]
    [InlineData("0.5", 0.5)]
    [InlineData("0", 0)]
    [InlineData("Sun, 22 Nov 2026 12:00:30 GMT", 30)]
    [InlineData("Sun, 22 Nov 2026 11:00:00 GMT", 0)]
    [InlineData("99999999999", 86400)]
    public void Retry_after_is_read_as_seconds_or_date(string header, double seconds)
    {
        var now = new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

        RouteurException error = ErrorEnvelope.ToException(new FakeResponse(429, ("Retry-After", header)), ReadOnlyMemory<byte>.Empty, now: now);

        Assert.Equal(TimeSpan.FromSeconds(seconds), error.RetryAfter);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("-1")]
    [InlineData("")]
    public void A_retry_after_that_cannot_be_read_is_none(string header) =>
        Assert.Null(ErrorEnvelope.ToException(new FakeResponse(429, ("Retry-After", header)), ReadOnlyMemory<byte>.Empty, DateTimeOffset.UnixEpoch).RetryAfter);

    [Theory]
    [InlineData("{\"error\":{\"code\":\"x\",\"message\":\"m\",\"request_id\":\"01K1\"}}")]
    [InlineData("{\"error\":{\"code\":\"x\",\"message\":\"m\"},\"request_id\":\"01K1\"}")]
    [InlineData("{\"error\":{\"code\":\"x\",\"message\":\"m\"},\"routeur\":{\"request_id\":\"01K1\"}}")]
    public void A_request_id_is_found_wherever_the_answer_carries_it(string body) => Assert.Equal("01K1", Read(502, body).RequestId);

    [Fact]
    public void A_request_id_header_is_used_when_the_body_has_none() =>
        Assert.Equal("01K2", ErrorEnvelope.ToException(new FakeResponse(502, ("X-Request-Id", "01K2")), ReadOnlyMemory<byte>.Empty, DateTimeOffset.UnixEpoch).RequestId);

    [Fact]
    public void An_answer_that_breaks_off_or_is_not_understood_still_tells_the_request_id_of_its_header()
    {
        var response = new FakeResponse(200, ("X-Routeur-Request-Id", "01K3"));

        Assert.Equal("01K3", ErrorEnvelope.StreamInterrupted(response, "It broke off.").RequestId);
        Assert.Equal("01K3", ErrorEnvelope.InvalidResponse(response, default, "It is empty.").RequestId);
    }

    [Theory]
    [InlineData("rate_limited", true)]
    [InlineData("upstream_error", true)]
    [InlineData("blocked_by_moderation", false)]
    public void An_error_inside_an_answer_that_began_well_is_judged_by_its_code(string code, bool transient)
    {
        using var document = JsonDocument.Parse($$"""{"code":"{{code}}","message":"tokens per minute exceeded"}""");

        RouteurException error = ErrorEnvelope.ToException(new FakeResponse(200), document.RootElement, DateTimeOffset.UnixEpoch);

        Assert.Equal(new RouteurErrorCode(code), error.ErrorCode);
        Assert.Equal(transient, error.IsTransient);
        Assert.Contains("tokens per minute exceeded", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_that_cannot_be_understood_is_shown_with_status_type_and_beginning()
    {
        RouteurException error = ErrorEnvelope.InvalidResponse(
            new FakeResponse(200, ("Content-Type", "text/html")), Encoding.UTF8.GetBytes("<html>" + new string('é', 1000)), "The answer is not JSON");

        Assert.Equal(RouteurErrorCode.InvalidResponse, error.ErrorCode);
        Assert.Contains("HTTP 200", error.Message, StringComparison.Ordinal);
        Assert.Contains("text/html", error.Message, StringComparison.Ordinal);
        Assert.Contains("<html>" + new string('é', 294) + "…", error.Message, StringComparison.Ordinal);
    }

    private static RouteurException Read(int status, string body) =>
        ErrorEnvelope.ToException(new FakeResponse(status), Encoding.UTF8.GetBytes(body), DateTimeOffset.UnixEpoch);
}
