using System.Net;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Routeur.AI.ContractTests.Support;

namespace Routeur.AI.ContractTests;

public abstract partial class RouteurContract
{
    [Fact, Trait("Statement", "S6")]
    public async Task A_plain_answer_is_a_chat_completion()
    {
        JsonElement answer = (await Wire.ChatAsync(WireCaller.Hello)).Json;

        JsonElement choice = answer.GetProperty("choices")[0];
        Assert.NotEqual("", answer.GetProperty("id").GetString());
        Assert.NotEqual("", answer.GetProperty("model").GetString());
        Assert.Equal("assistant", choice.GetProperty("message").GetProperty("role").GetString());
        Assert.NotEqual("", choice.GetProperty("message").GetProperty("content").GetString());
        Assert.Equal("stop", choice.GetProperty("finish_reason").GetString());
        Assert.Equal(JsonValueKind.Object, answer.GetProperty("usage").ValueKind);
    }

    [Fact, Trait("Statement", "S6")]
    public async Task The_connector_reads_a_plain_answer_whole()
    {
        ChatResponse response = await Chat.GetResponseAsync("Say hello.", cancellationToken: WireCaller.Cancel);

        Assert.NotEqual("", response.Text);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.True(response.Usage?.TotalTokenCount > 0);
    }

    [Fact, Trait("Statement", "S7")]
    public async Task A_stream_is_server_sent_events_with_deltas()
    {
        Reply reply = await Wire.ChatAsync("""{"model":"auto","stream":true,"messages":[{"role":"user","content":"Say hello."}]}""");

        string[] events = [.. reply.Body.Split('\n').Where(l => l.StartsWith("data:", StringComparison.Ordinal)).Select(l => l[5..].Trim())];
        string text = string.Concat(events.Where(e => e.StartsWith('{')).Select(Delta));
        Assert.StartsWith("text/event-stream", reply.Headers["Content-Type"]);
        Assert.True(events.Length > 1);
        Assert.NotEqual("", text);

        static string? Delta(string data) =>
            JsonDocument.Parse(data).RootElement.TryGetProperty("choices", out JsonElement choices) && choices.GetArrayLength() > 0
            && choices[0].GetProperty("delta").TryGetProperty("content", out JsonElement content) ? content.GetString() : null;
    }

    [Fact, Trait("Statement", "S7")]
    public async Task The_connector_reads_a_stream_to_its_end()
    {
        ChatResponse response = await Chat.GetStreamingResponseAsync("Say hello.", cancellationToken: WireCaller.Cancel).ToChatResponseAsync(WireCaller.Cancel);

        Assert.NotEqual("", response.Text);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
    }

    [Fact, Trait("Statement", "S8"), Trait("Statement", "S9")]
    public async Task A_traced_answer_ends_with_the_routeur_block()
    {
        JsonElement block = (await Wire.ChatAsync(WireCaller.Hello, WireCaller.Traced)).Trace;

        Assert.NotEqual("", block.GetProperty("provider").GetString());
        Assert.NotEqual("", block.GetProperty("model").GetString());
        Assert.NotEqual("", block.GetProperty("route_reason").GetString());
        Assert.Equal(0, block.GetProperty("redactions").GetInt32());
        Assert.NotEqual("", block.GetProperty("request_id").GetString());
    }

    [Fact, Trait("Statement", "S10")]
    public async Task The_temperature_is_passed_through()
    {
        Reply reply = await Wire.ChatAsync(
            """{"model":"auto","temperature":0.25,"messages":[{"role":"user","content":"Say hello."}]}""", WireCaller.Traced);

        JsonElement sent = (await LayersAsync(reply.Trace.GetProperty("request_id").GetString()!)).UpstreamRequest!.Value;
        Assert.Equal(0.25m, sent.GetProperty("temperature").GetDecimal());
    }

    [Fact, Trait("Statement", "S11")]
    public async Task A_dry_run_tells_the_route_and_calls_nobody()
    {
        // Throws dry_run_not_honoured when the answer shows that a provider has worked.
        RouteResolution route = await Client.ResolveRouteAsync(
            [new ChatMessage(ChatRole.User, "Say hello.")], cancellationToken: WireCaller.Cancel);

        Assert.NotNull(route.Provider);
        Assert.NotNull(route.Model);
    }

    [Theory, Trait("Statement", "S4"), Trait("Statement", "S5")]
    [InlineData("""{"model":"auto","messages":[""")]
    [InlineData("""{"model":"auto"}""")]
    [InlineData("""{"messages":[{"role":"user","content":"Say hello."}]}""")]
    public async Task A_body_that_is_no_JSON_or_lacks_a_field_is_400(string body) =>
        (await Wire.ChatAsync(body)).ShouldBeError(HttpStatusCode.BadRequest, "invalid_request");

    [Theory, Trait("Statement", "S44")]
    [InlineData("chat/completions", WireCaller.Hello)]
    [InlineData("chat/completions", "{}")]
    [InlineData("models/auto", null)]
    [InlineData("models/nobody-knows-this-model", null)]
    public async Task Every_response_tells_what_is_left_of_both_caps(string path, string? body)
    {
        Reply reply = await Wire.CallAsync(body is null ? HttpMethod.Get : HttpMethod.Post, path, body);

        Assert.True(long.Parse(reply.Headers["X-Routeur-RateLimit-Requests-Remaining"]) >= 0);
        Assert.True(long.Parse(reply.Headers["X-Routeur-RateLimit-Tokens-Remaining"]) >= 0);
    }

    [Fact, Trait("Statement", "S44")]
    public async Task The_connector_reads_both_caps()
    {
        ChatResponse response = await Chat.GetResponseAsync("Say hello.", cancellationToken: WireCaller.Cancel);

        RouteurRateLimits limits = Assert.IsType<RouteurRateLimits>(response.GetRouteurRateLimits());
        Assert.NotNull(limits.RequestsRemaining);
        Assert.NotNull(limits.TokensRemaining);
    }
}
