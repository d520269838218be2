using System.Net;
using Routeur.AI.ContractTests.Support;
using Routeur.AI.LocalGateway;

namespace Routeur.AI.ContractTests.Policies;

/// <summary>Input DLP [/guides/dlp]; on the local gateway only, since rules cannot be made over the API.</summary>
public sealed class InputPolicyTests
{
    [Theory, Trait("Statement", "S48"), Trait("Statement", "S50")]
    [InlineData(GatewayDlpAction.Log, null)]
    [InlineData(GatewayDlpAction.Warn, "high")]
    public async Task Log_and_warn_leave_the_request_alone_and_are_on_the_trace(GatewayDlpAction action, string? severity)
    {
        await using PreparedGateway prepared = await Start(Keyword("watch", "budget", action) with { Severity = "high" });

        Reply reply = await prepared.SayAsync("The budget");

        RouteurTrace trace = await prepared.LastTraceAsync();
        Assert.EndsWith("The budget", reply.Text);
        Assert.Equal(0, trace.Redactions);
        Assert.Contains("watch", trace.AdditionalProperties["matches"].GetRawText());
        Assert.Equal(severity, trace.AdditionalProperties.TryGetValue("severity", out var told) ? told.GetString() : null);
    }

    [Fact, Trait("Statement", "S49"), Trait("Statement", "S52")]
    public async Task What_a_regex_redacts_the_upstream_never_sees_and_the_block_counts_it()
    {
        await using PreparedGateway prepared = await Start(new GatewayDlpRule
        {
            Name = "badge_redact",
            Detector = GatewayDlpDetector.Regex,
            Pattern = "BADGE-[0-9]{4}",
            Action = GatewayDlpAction.Redact,
        });

        Reply reply = await prepared.SayAsync("BADGE-1234 met BADGE-5678 and BADGE-9");

        PayloadLayers layers = await Layers(prepared);
        Assert.EndsWith("[REDACTED] met [REDACTED] and BADGE-9", reply.Text);
        Assert.Equal(2, reply.Trace.GetProperty("redactions").GetInt32());
        Assert.DoesNotContain("BADGE-1234", layers.UpstreamRequest!.Value.GetRawText());
        Assert.Contains("BADGE-1234", layers.CallerRequest!.Value.GetRawText());
    }

    [Fact, Trait("Statement", "S51"), Trait("Statement", "S52"), Trait("Statement", "S36")]
    public async Task A_block_is_403_with_the_rules_name_and_a_trace_and_nobody_is_called()
    {
        await using PreparedGateway prepared = await Start(Keyword("confidential_block", "top secret", GatewayDlpAction.Block));

        Reply reply = await prepared.SayAsync("This is Top SECRET.");

        reply.ShouldBeError(HttpStatusCode.Forbidden, "blocked_by_dlp", "dlp:confidential_block");
        Assert.Equal(403, (await prepared.LastTraceAsync()).StatusCode);
        Assert.Null((await Layers(prepared)).UpstreamRequest);
    }

    [Fact, Trait("Statement", "S51")]
    public async Task The_connector_names_the_rule_that_blocked()
    {
        await using PreparedGateway prepared = await Start(Keyword("confidential_block", "top secret", GatewayDlpAction.Block));

        RouteurException blocked = await Assert.ThrowsAsync<RouteurException>(
            () => prepared.Client.AsIChatClient().GetResponseAsync([new(new("user"), "Top secret")], null, WireCaller.Cancel));

        Assert.Equal((RouteurErrorCode.BlockedByDlp, "confidential_block", false), (blocked.ErrorCode, blocked.RuleName, blocked.IsTransient));
    }

    [Fact, Trait("Statement", "S53")]
    public async Task A_payment_card_is_redacted_as_in_the_lifecycle_guide()
    {
        await using PreparedGateway prepared = await Start(new GatewayDlpRule
        {
            Name = "cards",
            Detector = GatewayDlpDetector.Preset,
            Pattern = "credit-card",
            Action = GatewayDlpAction.Redact,
        });

        Reply reply = await prepared.SayAsync("My card is 4242 4242 4242 4242.");

        Assert.EndsWith("My card is [REDACTED].", reply.Text);
        Assert.Equal("gpt-4o-mini", reply.Trace.GetProperty("model").GetString());
        Assert.Equal("default", reply.Trace.GetProperty("route_reason").GetString());
        Assert.Equal(1, reply.Trace.GetProperty("redactions").GetInt32());
    }

    [Fact, Trait("Statement", "S54")]
    public async Task Forcing_a_model_by_header_bypasses_no_policy()
    {
        await using PreparedGateway prepared = await PreparedGateway.StartAsync(new()
        {
            DlpRules = [Keyword("hide", "payroll", GatewayDlpAction.Redact)],
            ModerationRules = [new() { Name = "swap", Category = "unsafe-code", Action = GatewayModerationAction.Redact }],
        });

        // The simulated model echoes the prompt, so that the command is in its answer too.
        Reply reply = await prepared.Wire.ChatAsync(
            WireCaller.Say("The payroll, rm -rf /"), ("Routeur-Provider", "openai"), ("Routeur-Model", "gpt-4o"), WireCaller.Traced);

        Assert.EndsWith("The [REDACTED], [REDACTED]", reply.Text);
        Assert.Equal(1, reply.Trace.GetProperty("redactions").GetInt32());
        Assert.Equal("gpt-4o", reply.Trace.GetProperty("model").GetString());
    }

    private static Task<PreparedGateway> Start(GatewayDlpRule rule) => PreparedGateway.StartAsync(new() { StorePayloads = true, DlpRules = [rule] });

    private static GatewayDlpRule Keyword(string name, string pattern, GatewayDlpAction action) =>
        new() { Name = name, Detector = GatewayDlpDetector.Keyword, Pattern = pattern, Action = action };

    private static async Task<PayloadLayers> Layers(PreparedGateway prepared)
    {
        await using TracePayload payload = await prepared.Client.Traces.DownloadPayloadAsync(prepared.LastRequestId, cancellationToken: WireCaller.Cancel);
        return await payload.ReadLayersAsync(WireCaller.Cancel);
    }
}
