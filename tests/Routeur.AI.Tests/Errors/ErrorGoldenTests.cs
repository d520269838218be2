using System.Net;
using Microsoft.Extensions.AI;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Errors;

/// <summary>Errors as they are documented, in Golden/errors [/guides/errors], [/guides/dlp], [/guides/output-moderation], [/guides/rate-limits].</summary>
public sealed class ErrorGoldenTests
{
    [Theory]
    [InlineData(400, "invalid_request", false)]
    [InlineData(401, "unauthorized", false)]
    [InlineData(401, "invalid_api_key", false)]
    [InlineData(403, "forbidden", false)]
    [InlineData(403, "blocked_by_dlp", false)]
    [InlineData(403, "blocked_by_moderation", false)]
    [InlineData(404, "not_found", false)]
    [InlineData(429, "rate_limited", true)]
    [InlineData(502, "upstream_error", true)]
    [InlineData(504, "upstream_error", true)]
    public async Task Every_row_of_the_table_comes_in_the_envelope(int status, string code, bool retry)
    {
        string body = (await ReadAsync("envelope")).Replace("\"code\": \"…\"", $"\"code\": \"{code}\"", StringComparison.Ordinal);

        RouteurException error = await AnswerAsync(status, body);

        Assert.Equal((status, code, retry), (error.Status, error.ErrorCode.Value, error.IsTransient));
        Assert.EndsWith("…", error.Message, StringComparison.Ordinal);
        Assert.Null(error.RuleName);
    }

    [Theory]
    [InlineData("dlp-block", "blocked_by_dlp", "confidential_block")]
    [InlineData("moderation-block", "blocked_by_moderation", "secret_leak_block")]
    public async Task A_block_names_its_rule(string file, string code, string rule)
    {
        RouteurException error = await AnswerAsync(403, await ReadAsync(file));

        Assert.Equal((403, code, rule), (error.Status, error.ErrorCode.Value, error.RuleName));
        Assert.False(error.IsTransient);
        Assert.Contains($"\"{rule}\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rate_limit_says_how_long_to_wait()
    {
        RouteurException error = await AnswerAsync(429, await ReadAsync("rate-limited"), response => response.Headers.Add("Retry-After", "12"));

        Assert.Equal(RouteurErrorCode.RateLimited, error.ErrorCode);
        Assert.Equal(TimeSpan.FromSeconds(12), error.RetryAfter);
        Assert.Contains("requests per minute exceeded", error.Message, StringComparison.Ordinal);
    }

    private static async Task<RouteurException> AnswerAsync(int status, string body, Action<HttpResponseMessage>? change = null)
    {
        using RouteurChatClient chat = TestClients.Chat(new StubHandler(_ =>
        {
            HttpResponseMessage response = StubHandler.Response(body, status: (HttpStatusCode)status);
            change?.Invoke(response);
            return response;
        }));
        return await Assert.ThrowsAsync<RouteurException>(() => chat.GetResponseAsync("hi"));
    }

    private static Task<string> ReadAsync(string file) =>
        File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Golden", "errors", file + ".json"), TestContext.Current.CancellationToken);
}
