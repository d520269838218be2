using System.Net;
using System.Text.Json;
using Routeur.AI.ContractTests.Support;

namespace Routeur.AI.ContractTests;

public abstract partial class RouteurContract
{
    [Fact, Trait("Statement", "S27"), Trait("Statement", "S9")]
    public async Task The_id_in_the_block_finds_the_trace_with_every_documented_field()
    {
        string id = await CallAsync();

        JsonElement trace = (await Wire.CallAsync(HttpMethod.Get, "traces/" + id)).Json;

        Assert.Equal(id, trace.GetProperty("request_id").GetString());
        foreach (string name in new[] { "organization_id", "api_key_id", "provider", "model", "route_reason" })
        {
            Assert.False(string.IsNullOrEmpty(trace.GetProperty(name).GetString()), name);
        }

        Assert.Equal("auto", trace.GetProperty("requested_model").GetString());
        Assert.True(trace.GetProperty("latency_ms").GetInt64() >= 0);
        Assert.True(trace.GetProperty("cost_usd").GetDecimal() >= 0);
        Assert.Equal(200, trace.GetProperty("status_code").GetInt32());
        Assert.Equal(0, trace.GetProperty("redactions").GetInt32());
    }

    [Fact, Trait("Statement", "S28")]
    public async Task A_traces_tokens_are_the_answers_usage()
    {
        Reply reply = await Wire.ChatAsync(WireCaller.Hello, WireCaller.Traced);

        JsonElement usage = reply.Json.GetProperty("usage");
        RouteurTrace trace = await Client.Traces.GetAsync(reply.Trace.GetProperty("request_id").GetString()!, WireCaller.Cancel);
        Assert.Equal(usage.GetProperty("prompt_tokens").GetInt64(), trace.PromptTokens);
        Assert.Equal(usage.GetProperty("completion_tokens").GetInt64(), trace.CompletionTokens);
        Assert.Equal(usage.GetProperty("total_tokens").GetInt64(), trace.TotalTokens);
    }

    [Fact, Trait("Statement", "S29")]
    public async Task A_traces_cost_is_its_tokens_at_the_models_prices()
    {
        RouteurTrace trace = await Client.Traces.GetAsync(await CallAsync(), WireCaller.Cancel);

        ModelPricing pricing = (await Client.Models.GetAsync(trace.Model!, WireCaller.Cancel)).Pricing!;
        decimal cost = (trace.PromptTokens!.Value * pricing.Prompt!.Value + trace.CompletionTokens!.Value * pricing.Completion!.Value) / 1_000_000m;
        Assert.Equal(cost, trace.CostUsd!.Value, 9);
    }

    [Fact, Trait("Statement", "S30"), Trait("Statement", "S5")]
    public async Task A_trace_that_does_not_exist_is_404()
    {
        (await Wire.CallAsync(HttpMethod.Get, "traces/01K0000000000000000000000Z")).ShouldBeError(HttpStatusCode.NotFound, "not_found");
        Reply head = await Wire.CallAsync(HttpMethod.Head, "traces/01K0000000000000000000000Z");

        Assert.Equal((HttpStatusCode.NotFound, ""), (head.Status, head.Body));
    }

    [Fact, Trait("Statement", "S31")]
    public async Task Inspecting_a_trace_answers_in_headers_only()
    {
        string id = await CallAsync();

        Reply head = await Wire.CallAsync(HttpMethod.Head, "traces/" + id);
        TraceInspection inspection = await Client.Traces.InspectAsync(id, WireCaller.Cancel);
        RouteurTrace trace = await Client.Traces.GetAsync(id, WireCaller.Cancel);

        Assert.Equal((HttpStatusCode.OK, ""), (head.Status, head.Body));
        Assert.Equal("200", head.Headers["X-Routeur-Trace-Status"]);
        Assert.Equal(trace.Provider, head.Headers["X-Routeur-Trace-Provider"]);
        Assert.Equal((200, trace.Provider), (inspection.StatusCode, inspection.Provider));
        Assert.Equal(trace.PayloadUrl is null, inspection.PayloadUrl is null);
    }

    [Fact, Trait("Statement", "S32"), Trait("Statement", "S33")]
    public async Task The_archive_holds_what_each_side_sent_and_received()
    {
        Reply reply = await Wire.ChatAsync(WireCaller.Hello, WireCaller.Traced);

        PayloadLayers layers = await LayersAsync(reply.Trace.GetProperty("request_id").GetString()!);

        Assert.Equal("auto", layers.CallerRequest!.Value.GetProperty("model").GetString());
        Assert.Equal(reply.Trace.GetProperty("model").GetString(), layers.UpstreamRequest!.Value.GetProperty("model").GetString());
        Assert.NotNull(layers.UpstreamResponse);
        Assert.Equal(
            reply.Text,
            layers.CallerResponse!.Value.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
    }

    [Fact, Trait("Statement", "S34")]
    public async Task Fetching_a_trace_again_mints_a_fresh_address()
    {
        string id = await CallAsync();
        Uri? first = (await Client.Traces.GetAsync(id, WireCaller.Cancel)).PayloadUrl;
        SkipWithoutStorage(first);

        Uri? second = (await Client.Traces.GetAsync(id, WireCaller.Cancel)).PayloadUrl;

        Assert.NotEqual(first, second);
        await using TracePayload payload = await Client.Traces.DownloadPayloadFromAsync(second!, cancellationToken: WireCaller.Cancel);
        Assert.NotNull((await payload.ReadLayersAsync(WireCaller.Cancel)).CallerRequest);
    }

    /// <summary>Makes a plain call and returns its request id.</summary>
    private async Task<string> CallAsync() =>
        (await Wire.ChatAsync(WireCaller.Hello, WireCaller.Traced)).Trace.GetProperty("request_id").GetString()!;

    private async Task<PayloadLayers> LayersAsync(string requestId)
    {
        SkipWithoutStorage((await Client.Traces.GetAsync(requestId, WireCaller.Cancel)).PayloadUrl);
        await using TracePayload payload = await Client.Traces.DownloadPayloadAsync(requestId, cancellationToken: WireCaller.Cancel);
        return await payload.ReadLayersAsync(WireCaller.Cancel);
    }

    private void SkipWithoutStorage(Uri? payloadUrl)
    {
        if (!StoresPayloads)
        {
            Assert.SkipWhen(payloadUrl is null, "Payload storage is off in this account.");
        }
    }
}
