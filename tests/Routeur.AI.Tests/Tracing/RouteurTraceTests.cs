using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Tracing;

public sealed class RouteurTraceTests
{
    // The record of [/guides/traces].
    private const string Record =
        """
        {"request_id":"01K","organization_id":"org_42","api_key_id":"key_01J","provider":"openai","model":"gpt-4o-mini","requested_model":"auto",
         "route_reason":"rule:fast","latency_ms":2939,"prompt_tokens":13,"completion_tokens":7,"total_tokens":20,"cost_usd":0.00000615,
         "status_code":200,"redactions":1,"payload_url":"https://payloads.routeur.ai/x?sig=secret"}
        """;

    [Fact]
    public void Every_documented_field_is_read()
    {
        RouteurTrace trace = Trace(Record)!;

        Assert.Equal(("01K", "org_42", "key_01J"), (trace.RequestId, trace.OrganizationId, trace.ApiKeyId));
        Assert.Equal(("openai", "gpt-4o-mini", "auto", "rule:fast"), (trace.Provider, trace.Model, trace.RequestedModel, trace.RouteReason));
        Assert.Equal((13L, 7L, 20L), (trace.PromptTokens, trace.CompletionTokens, trace.TotalTokens));
        Assert.Equal((TimeSpan.FromMilliseconds(2939), 0.00000615m, 200, 1), (trace.Latency, trace.CostUsd, trace.StatusCode, trace.Redactions));
        Assert.Equal("https://payloads.routeur.ai/x?sig=secret", trace.PayloadUrl?.AbsoluteUri);
        Assert.Empty(trace.AdditionalProperties);
    }

    [Fact]
    public void Every_field_may_be_missing()
    {
        RouteurTrace trace = Trace("{}")!;

        Assert.All(
            typeof(RouteurTrace).GetProperties().Where(property => property.Name is not (nameof(RouteurTrace.AdditionalProperties) or nameof(RouteurTrace.FailedTargets))),
            property => Assert.Null(property.GetValue(trace)));
        Assert.Empty(trace.FailedTargets);
    }

    [Theory]
    [InlineData("6.15e-6", "0.00000615")]
    [InlineData("\"0.00000615\"", "0.00000615")]
    [InlineData("0.1", "0.1")]
    [InlineData("0", "0")]
    [InlineData("null", null)]
    [InlineData("\"cheap\"", null)]
    public void Cost_is_exact_or_null(string json, string? expected) =>
        Assert.Equal(expected is null ? null : decimal.Parse(expected, CultureInfo.InvariantCulture), Trace($$"""{"cost_usd":{{json}} }""")!.CostUsd);

    [Fact]
    public void Wrong_types_are_read_where_they_make_sense_and_kept_where_not()
    {
        RouteurTrace trace = Trace(
            """
            {"provider":7,"prompt_tokens":"13","total_tokens":20.0,"latency_ms":"12.5","status_code":"ok","redactions":1e20,"payload_url":"",
             "model":{"id":"m"},"region":"eu"}
            """)!;

        Assert.Equal(("7", 13L, 20L), (trace.Provider, trace.PromptTokens, trace.TotalTokens));
        Assert.Equal(TimeSpan.FromMilliseconds(12.5), trace.Latency);
        Assert.Equal(["model", "payload_url", "redactions", "region", "status_code"], trace.AdditionalProperties.Keys.Order());
    }

    [Fact]
    public void ToString_never_shows_the_payload_address()
    {
        string text = Trace(Record.Replace("\"status_code\"", "\"signed_url\":\"https://secret.example/\",\"status_code\"", StringComparison.Ordinal))!.ToString();

        Assert.Equal("openai/gpt-4o-mini (rule:fast), 20 tokens, 0.00000615 USD, 2939 ms, 01K", text);
    }

    [Fact]
    public void A_plain_answer_carries_it_on_response_and_message()
    {
        ChatResponse response = Reading.Plain(Answers.Plain);

        Assert.Equal("gpt-4o-mini", response.GetRouteurTrace()?.Model);
        Assert.Equal("gpt-4o-mini", response.Messages[0].GetRouteurTrace()?.Model);
        Assert.IsType<JsonElement>(response.AdditionalProperties!["routeur"]);
        Assert.IsType<JsonElement>(response.Messages[0].AdditionalProperties!["routeur"]);
    }

    [Theory]
    [InlineData("\"routeur\":{\"model\":\"m\"},", "", "\"id\":\"c1\",")]
    [InlineData("", "\"routeur\":{\"model\":\"m\"},", "\"id\":\"c1\",")]
    [InlineData("", "\"routeur\":{\"model\":\"m\"},", "")]
    public async Task A_stream_carries_it_wherever_the_service_puts_it(string first, string last, string id)
    {
        List<ChatResponseUpdate> updates = await Reading.StreamAsync(
            "data: {" + first + id + """
            "choices":[{"index":0,"delta":{"content":"A"},"finish_reason":"stop"}]}

            data: {
            """ + last + id + """
            "choices":[]}

            data: [DONE]


            """);

        Assert.Equal("m", Assert.Single(updates, update => update.GetRouteurTrace() is not null).GetRouteurTrace()!.Model);
        Assert.Equal("m", updates.ToChatResponse().GetRouteurTrace()?.Model);
    }

    [Fact]
    public async Task An_event_of_its_own_may_hold_it()
    {
        List<ChatResponseUpdate> updates = await Reading.StreamAsync(Answers.Chunk + "event: routeur\ndata: {\"model\":\"m\"}\n\n" + Answers.LastChunk);

        Assert.Equal("m", updates.ToChatResponse().GetRouteurTrace()?.Model);
    }

    [Fact]
    public void It_survives_a_round_trip_through_json()
    {
        var type = AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(ChatResponse));
        string json = JsonSerializer.Serialize(Reading.Plain(Answers.Plain, ("X-Routeur-RateLimit-Tokens-Remaining", "199000")), type);
        var response = (ChatResponse)JsonSerializer.Deserialize(json, type)!;

        Assert.Equal("gpt-4o-mini", response.GetRouteurTrace()?.Model);
        Assert.Equal(new RouteurRateLimits(null, 199000), response.GetRouteurRateLimits());
    }

    [Fact]
    public void It_is_read_from_text_and_nodes_and_null_from_anything_else()
    {
        Assert.Equal("m", Message("""{"model":"m"}""").GetRouteurTrace()?.Model);
        Assert.Equal("m", Message(new JsonObject { ["model"] = "m" }).GetRouteurTrace()?.Model);
        Assert.Null(Message("nonsense").GetRouteurTrace());
        Assert.Null(Message(42).GetRouteurTrace());
        Assert.Null(Message(null).GetRouteurTrace());
        Assert.Null(new ChatMessage(ChatRole.User, "hi").GetRouteurTrace());
        Assert.Null(new ChatResponse().GetRouteurTrace());
    }

    [Fact]
    public void After_a_tool_loop_the_response_tells_the_last_call()
    {
        var response = new ChatResponse([Message("""{"model":"first"}"""), new(ChatRole.Tool, "x"), Message("""{"model":"last"}"""), new(ChatRole.Tool, "y")]);

        Assert.Equal("last", response.GetRouteurTrace()?.Model);
    }

    [Fact]
    public void Null_is_refused()
    {
        Assert.Throws<ArgumentNullException>(() => ((ChatResponse)null!).GetRouteurTrace());
        Assert.Throws<ArgumentNullException>(() => ((ChatResponseUpdate)null!).GetRouteurTrace());
        Assert.Throws<ArgumentNullException>(() => ((ChatMessage)null!).GetRouteurTrace());
        Assert.Throws<ArgumentNullException>(() => ((ChatResponse)null!).GetRouteurRateLimits());
        Assert.Throws<ArgumentNullException>(() => ((ChatResponseUpdate)null!).GetRouteurRateLimits());
        Assert.Throws<ArgumentNullException>(() => ((ChatMessage)null!).GetRouteurRateLimits());
    }

    private static ChatMessage Message(object? block) => new(ChatRole.Assistant, "hi") { AdditionalProperties = new() { ["routeur"] = block } };

    private static RouteurTrace? Trace(string block) => Reading.Plain("""{"choices":[{"message":{"content":"A"}}],"routeur":""" + block + "}").GetRouteurTrace();
}
