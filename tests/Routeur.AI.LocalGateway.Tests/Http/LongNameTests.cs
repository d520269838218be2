using System.Net;
using Routeur.AI.LocalGateway.Tests.Support;

namespace Routeur.AI.LocalGateway.Tests.Http;

/// <summary>What is kept for longer than a request must not be as long as a body may be.</summary>
public sealed class LongNameTests
{
    private static readonly string Long = new('x', 1025);

    [Theory]
    [InlineData("v1/chat/completions", "model", """{"model":"NAME","messages":[{"role":"user","content":"Hello"}]}""")]
    [InlineData("v1/api-keys", "name", """{"name":"NAME"}""")]
    [InlineData("v1/routes", "name", """{"name":"NAME","action_kind":"auto","match":{"requested_model":"x"},"action":{}}""")]
    [InlineData("v1/routes", "match.requested_model", """{"name":"x","action_kind":"auto","match":{"requested_model":"NAME"},"action":{}}""")]
    public async Task A_name_of_more_than_1024_characters_is_refused_and_not_kept(string path, string field, string body)
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        TestReply reply = await caller.CallAsync("POST", path, body.Replace("NAME", Long, StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Contains($"{field} must not be longer than 1024 characters", reply.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(Long, (await caller.CallAsync("GET", "v1/traces")).Body, StringComparison.Ordinal);
    }
}
