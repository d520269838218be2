using System.Net;
using Routeur.AI.LocalGateway.Tests.Support;

namespace Routeur.AI.LocalGateway.Tests.Configuration;

public sealed class ConfigFileTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");

    [Fact]
    public void Everything_can_be_said_in_a_file()
    {
        RouteurLocalGatewayOptions options = Load(
            """
            {
              // Comments and commas at the end are allowed.
              "port": 8484, "api_key": "rtr_file", "dialect": "plain", "chunk_delay_ms": 30, "strict": true, "shutdown_timeout_ms": 1500,
              "max_request_body_bytes": 1000, "max_recorded_requests": 10, "max_recorded_bytes": 5000000000,
              "limits": { "requests_per_minute": 6, "tokens_per_minute": 2000, "window": "sliding" },
              "max_traces": 11, "store_payloads": true, "max_payload_layer_bytes": 12, "max_payload_bytes": 6000000000, "payload_url_lifetime_ms": 13,
              "dlp_match_timeout_ms": 14, "revoked_key_answer": "invalid_api_key",
              "dlp_rules": [
                { "name": "badge_redact", "detector": "regex", "pattern": "BADGE-[0-9]{4}", "action": "redact", "severity": "high", "enabled": false },
                { "name": "cards", "detector": "preset", "pattern": "credit-card", "action": "block" },
              ],
              "moderation_rules": [
                { "name": "leaks", "category": "secret-leak", "action": "rewrite", "substitution": "(secret)", "severity": "low", "enabled": false },
                { "name": "pii", "category": "pii-leak", "action": "log" },
              ],
              "keys": [
                { "key": "rtr_two", "name": "Two", "id": "key_two", "organization_id": "org_42", "revoked": true, "requests_per_minute": 1, "tokens_per_minute": 2 },
                { "key": "rtr_three", "name": "Three" },
              ],
              "organizations": [{ "id": "org_42", "disabled": true }, { "id": "org_43" }],
              "models": [
                { "id": "gpt-4o-mini", "provider": "openai", "aliases": ["auto", "small"], "context_window": 128000,
                  "pricing": { "prompt": 0.15, "completion": 0.60 }, "configured": true, "snapshot_name": "gpt-4o-mini-2024-07-18" },
                { "id": "gemini-2.0-flash", "provider": "gemini", "configured": false, "dialect": "gemini", "pricing": null },
              ],
              "rules": [
                { "name": "fast_lane", "priority": 50, "enabled": false, "action_kind": "pin",
                  "match": { "requested_model": "team-fast" }, "action": { "provider": "openai", "model": "gpt-4o-mini" } },
                { "name": "any", "action_kind": "auto", "match": { "requested_model": "any" }, "action": {} },
              ],
              "script": [{ "text": "Hi" }],
            }
            """);

        Assert.Equal(
            (8484, "rtr_file", GatewayDialect.Plain, TimeSpan.FromMilliseconds(30), true, TimeSpan.FromSeconds(1.5)),
            (options.Port, options.ApiKey, options.Dialect, options.ChunkDelay, options.Strict, options.ShutdownTimeout));
        Assert.Equal(
            (1000, 10, 5_000_000_000, 6, 2000),
            (options.MaxRequestBodyBytes, options.MaxRecordedRequests, options.MaxRecordedBytes, options.RequestsPerMinute, options.TokensPerMinute));
        Assert.Equal(
            (GatewayRateWindow.Sliding, 11, true, 12, 6_000_000_000, TimeSpan.FromMilliseconds(13), TimeSpan.FromMilliseconds(14)),
            (options.RateWindow, options.MaxTraces, options.StorePayloads, options.MaxPayloadLayerBytes, options.MaxPayloadBytes, options.PayloadUrlLifetime, options.DlpMatchTimeout));
        Assert.Equal(GatewayRevokedKeyAnswer.InvalidApiKey, options.RevokedKeyAnswer);
        Assert.Equal(
            [
                new() { Name = "badge_redact", Detector = GatewayDlpDetector.Regex, Pattern = "BADGE-[0-9]{4}", Action = GatewayDlpAction.Redact, Severity = "high", Enabled = false },
                new() { Name = "cards", Detector = GatewayDlpDetector.Preset, Pattern = "credit-card", Action = GatewayDlpAction.Block },
            ],
            options.DlpRules);
        Assert.Equal(
            [
                new() { Name = "leaks", Category = "secret-leak", Action = GatewayModerationAction.Rewrite, Substitution = "(secret)", Severity = "low", Enabled = false },
                new() { Name = "pii", Category = "pii-leak", Action = GatewayModerationAction.Log },
            ],
            options.ModerationRules);
        Assert.Equal(
            [
                new() { Key = "rtr_two", Name = "Two", Id = "key_two", OrganizationId = "org_42", Revoked = true, RequestsPerMinute = 1, TokensPerMinute = 2 },
                new() { Key = "rtr_three", Name = "Three" },
            ],
            options.Keys);
        Assert.Equal([new("org_42") { Disabled = true }, new("org_43")], options.Organizations);
        Assert.Equal(["auto", "small"], options.Models[0].Aliases);
        Assert.Equal(
            [
                GatewayModel.Defaults[0] with { Aliases = options.Models[0].Aliases },
                new("gemini-2.0-flash", "gemini") { Configured = false, Dialect = GatewayDialect.Gemini, Aliases = options.Models[1].Aliases },
            ],
            options.Models);
        Assert.Equal(
            [
                new() { Name = "fast_lane", Priority = 50, Enabled = false, RequestedModel = "team-fast", Provider = "openai", Model = "gpt-4o-mini" },
                new() { Name = "any", ActionKind = GatewayRuleAction.Auto, RequestedModel = "any" },
            ],
            options.Rules);
    }

    [Fact]
    public void An_empty_file_is_the_defaults()
    {
        RouteurLocalGatewayOptions options = Load("{}");

        Assert.Equal(GatewayModel.Defaults, options.Models);
        Assert.Equal((0, null, 600, 200_000), (options.Port, options.ApiKey, options.RequestsPerMinute, options.TokensPerMinute));
        Assert.Equal((32 * 1024 * 1024, 1_000, TimeSpan.FromSeconds(5)), (options.MaxRequestBodyBytes, options.MaxRecordedRequests, options.ShutdownTimeout));
    }

    public static TheoryData<string, string, string> Wrong => new()
    {
        { """{"rules":[{"name":"a","action_kind":"auto","match":{"requested_model":"x"}},{"name":"b","action_kind":"pin","match":{"requested_model":"x"},"action":{"provider":"nobody","model":"m"}}]}""",
            "$.rules[1].action.provider", "is 'nobody', and there is no model of that provider" },
        { """{"rules":[{"name":"b","action_kind":"pin","match":{"requested_model":"x"},"action":{"provider":"gemini","model":"gpt-4o"}}]}""",
            "$.rules[0].action.model", "is 'gpt-4o', which is no model of 'gemini'" },
        { """{"rules":[{"name":"b","action_kind":"pin","match":{"requested_model":"x"}}]}""", "$.rules[0].action", "is missing" },
        { """{"rules":[{"name":"b","action_kind":"pn","match":{}}]}""", "$.rules[0].action_kind", "is 'pn'; it must be 'pin' or 'auto'" },
        { """{"rules":[{"name":"b","action_kind":"auto","match":{"requested_model":" "}}]}""", "$.rules[0].match.requested_model", "must not be empty" },
        { """{"rules":[{"name":"b","action_kind":"auto","match":{"model":"x"}}]}""", "$.rules[0].match.requested_model", "is missing" },
        { """{"rules":[{"name":"b","priorty":1,"action_kind":"auto","match":{"requested_model":"x"}}]}""",
            "$.rules[0].priorty", "is not known; known here are action_kind, name, priority, enabled, match, action" },
        { """{"models":[]}""", "$.models", "must hold at least one model" },
        { """{"models":{}}""", "$.models", "must be a list" },
        { """{"models":[1]}""", "$.models[0]", "must be an object" },
        { """{"models":[{"id":"a","provider":"b","pricing":{"prompt":"0.1"}}]}""", "$.models[0].pricing.prompt", "must be a number" },
        { """{"models":[{"id":"a","provider":"b","pricing":{"prompt":-1}}]}""", "$.models[0].pricing.prompt", "must not be negative" },
        { """{"models":[{"id":"a","provider":"b","aliases":[1]}]}""", "$.models[0].aliases[0]", "must be a string" },
        { """{"models":[{"id":"a","provider":"b","context_window":0}]}""", "$.models[0].context_window", "is 0; it must be 1 to 2147483647" },
        { """{"models":[{"id":"a","provider":"b"},{"id":"a","provider":"b"}]}""", "$.models[1]", "is 'a' of 'b', which is there already" },
        { """{"port":70000}""", "$.port", "is 70000; it must be 0 to 65535" },
        { """{"port":1.5}""", "$.port", "must be a whole number" },
        { """{"port":1,"port":2}""", "$.port", "is there twice" },
        { """{"api_key":"sk-1"}""", "$.api_key", "must begin with 'rtr_'" },
        { """{"strict":"yes"}""", "$.strict", "must be true or false" },
        { """{"dialect":"french"}""", "$.dialect", "is 'french'; it must be 'plain' or 'gemini' or 'deepseek'" },
        { """{"limits":{"requests_per_minute":0}}""", "$.limits.requests_per_minute", "must be at least 1" },
        { """{"limits":{"rpm":1}}""", "$.limits.rpm", "is not known" },
        { """{"max_request_body_bytes":0}""", "$.max_request_body_bytes", "must be at least 1" },
        { """{"dlp_rules":[{"name":"a","detector":"regex","pattern":"(","action":"log"}]}""", "$.dlp_rules[0].pattern", "is no regular expression" },
        { """{"dlp_rules":[{"name":"a","detector":"preset","pattern":"nothing","action":"log"}]}""", "$.dlp_rules[0].pattern", "is 'nothing'" },
        { """{"dlp_rules":[{"name":"a","detector":"regex","pattern":"a","action":"rewrite"}]}""", "$.dlp_rules[0].action", "is 'rewrite'; it must be 'log' or 'redact' or 'warn' or 'block'" },
        { """{"moderation_rules":[{"name":"a","category":"secret-leak","action":"rewrite"}]}""", "$.moderation_rules[0].substitution", "" },
        { """{"moderation_rules":[{"name":"a","category":"secret","action":"log"}]}""", "$.moderation_rules[0].category", "is 'secret'" },
        { """{"keys":[{"key":"sk-1","name":"a"}]}""", "$.keys[0].key", "must begin with 'rtr_'" },
        { """{"keys":[{"key":"rtr_1","name":"a","requests_per_minute":0}]}""", "$.keys[0].requests_per_minute", "must be at least 1" },
        { """{"keys":[{"key":"rtr_1","name":"a","organization_id":"org_7"}]}""", "$.keys[0].organization_id", "is 'org_7'" },
        { """{"limits":{"window":"round"}}""", "$.limits.window", "is 'round'; it must be 'fixed' or 'sliding'" },
        { """{"payload_url_lifetime_ms":0}""", "$.payload_url_lifetime_ms", "must be more than zero" },
        { """{"chunk_delay_ms":-1}""", "$.chunk_delay_ms", "is -1; it must be 0 to" },
        { """{"script":[{"times":1}]}""", "$.script[0]", "must hold one of text, " },
        { """{"script":[{"text":"a","abort":1}]}""", "$.script[0]", "holds text and abort; it must hold one of them" },
        { """{"script":[{"txt":"a"}]}""", "$.script[0].txt", "is not known" },
        { """{"script":[{"status":99}]}""", "$.script[0].status", "is 99; it must be 200 to 599" },
        { """{"script":[{"error":{"status":200,"code":"x"}}]}""", "$.script[0].error.status", "is 200; it must be 400 to 599" },
        { """{"script":[{"text":"a","when":{"body":"x"}}]}""", "$.script[0].when.body", "is not known" },
        { """{"script":[{"tool_calls":[]}]}""", "$.script[0].tool_calls", "must hold at least one call" },
        { "[]", "$", "must be an object" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_mistake_is_named_with_its_place_and_reason(string json, string path, string reason)
    {
        var error = Assert.Throws<GatewayConfigurationException>(() => Load(json));

        Assert.StartsWith($"{_file}: {path} {reason}", error.Message);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Equal((_file, path), (error.File, error.JsonPath));
    }

    [Fact]
    public void Malformed_JSON_is_named_with_its_line()
    {
        var error = Assert.Throws<GatewayConfigurationException>(() => Load("{\n  \"port\": 1,,\n}"));

        Assert.StartsWith($"{_file}: malformed JSON in line 2, position 13: ", error.Message);
        Assert.DoesNotContain("LineNumber", error.Message);
        Assert.Null(error.JsonPath);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        var error = Assert.Throws<GatewayConfigurationException>(() => RouteurLocalGatewayOptions.Load(_file));

        Assert.Equal($"{_file}: there is no such file", error.Message);
    }

    [Fact]
    public void A_directory_is_no_file()
    {
        var error = Assert.Throws<GatewayConfigurationException>(() => RouteurLocalGatewayOptions.Load(Path.GetTempPath()));

        Assert.StartsWith($"{Path.GetTempPath()}: ", error.Message);
    }

    [Fact]
    public async Task A_script_in_a_file_works_as_one_in_code()
    {
        await using TestCaller caller = await TestCaller.StartAsync(Load(
            """
            {
              "strict": true,
              "script": [
                { "rate_limited": { "retry_after": 3 }, "times": 2 },
                { "text": "Weather? Fine.", "when": { "provider": "openai", "model": "gpt-4o-mini", "requested_model": "auto", "contains": "HELLO" }, "times": 2 },
                { "answer": { "text": "Yes", "reasoning": "Hm." } },
                { "tool_calls": [{ "name": "one", "arguments": { "a": 1 } }, { "name": "two", "arguments": "{broken" }] },
                { "error": { "status": 504, "code": "upstream_error", "message": "late" } },
                { "blocked_by_dlp": "cards" },
                { "blocked_by_moderation": "secrets" },
                { "status": 503 },
                { "raw": { "body": "<p>", "content_type": "text/html", "status": 502 } },
                { "truncate": 1 }, { "garbage": 0 }, { "error_event": 2 },
                { "abort": 0 },
              ]
            }
            """));

        string[] expected =
        [
            "429", "429", "Weather? Fine.", "Weather? Fine.", "\"reasoning_content\":\"Hm.\"", "{broken", "504", "dlp:cards", "moderation:secrets",
            "503", "502 <p>", "200 {", "con<html>", "the upstream failed",
        ];
        foreach (string part in expected)
        {
            TestReply reply = await caller.SendAsync(TestCaller.Hello);
            Assert.Contains(part, $"{(int)reply.Status} {reply.Body}");
        }

        await Assert.ThrowsAsync<HttpRequestException>(() => caller.SendAsync(TestCaller.Hello));
        Assert.Equal(HttpStatusCode.BadRequest, (await caller.SendAsync(TestCaller.Hello)).Status);
    }

    [Fact]
    public async Task A_stall_in_a_file_lasts_until_the_client_leaves()
    {
        await using TestCaller caller = await TestCaller.StartAsync(Load("""{"script":[{"stall":1,"when":{"contains":"nobody says this"}},{"stall":1}]}"""));
        using HttpResponseMessage response = await caller.OpenAsync(TestCaller.HelloStream);
        using EventReader reader = await EventReader.OpenAsync(response);
        await reader.ReadAsync();

        Assert.False(reader.ReadAsync().IsCompleted);
        response.Dispose();

        Assert.Equal(RequestOutcome.Disconnected, await Assert.Single(caller.Gateway.Requests).Outcome);
    }

    [Fact]
    public async Task A_delay_in_a_file_is_on_the_gateways_clock()
    {
        var time = new SteppedTime();
        RouteurLocalGatewayOptions options = Load("""{"script":[{"text":"Late","delay_ms":20000}]}""");
        options.TimeProvider = time;
        await using TestCaller caller = await TestCaller.StartAsync(options);

        Task<TestReply> late = caller.SendAsync(TestCaller.Hello);
        await time.StepAsync();

        Assert.Equal("Late", (await late).Text);
    }

    [Fact]
    public async Task Options_can_be_used_for_several_gateways()
    {
        RouteurLocalGatewayOptions options = Load("""{"script":[{"text":"Once"}]}""");

        for (int i = 0; i < 2; i++)
        {
            await using TestCaller caller = await TestCaller.StartAsync(options);
            Assert.Equal("Once", (await caller.SendAsync(TestCaller.Hello)).Text);
            Assert.StartsWith("[openai/", (await caller.SendAsync(TestCaller.Hello)).Text);
        }
    }

    public void Dispose() => File.Delete(_file);

    private RouteurLocalGatewayOptions Load(string json)
    {
        File.WriteAllText(_file, json);
        return RouteurLocalGatewayOptions.Load(_file);
    }
}
