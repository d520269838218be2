using Routeur.AI.LocalGateway.Tests.Support;

namespace Routeur.AI.LocalGateway.Tests.Policies;

public sealed class PolicyOptionsTests
{
    private static readonly GatewayDlpRule Dlp =
        new() { Name = "d", Detector = GatewayDlpDetector.Keyword, Pattern = "x", Action = GatewayDlpAction.Log };

    private static readonly GatewayModerationRule Moderation =
        new() { Name = "m", Category = "secret-leak", Action = GatewayModerationAction.Log };

    private static readonly GatewayApiKey Key = new() { Key = "rtr_k", Name = "k" };

    public static TheoryData<RouteurLocalGatewayOptions, string> Wrong => new()
    {
        { new() { DlpRules = null! }, "DlpRules must not be null." },
        { new() { DlpRules = [Dlp, Dlp] }, "DlpRules[1].Name is 'd', as that of another rule." },
        { new() { DlpRules = [Dlp with { Name = " " }] }, "DlpRules[0].Name must not be empty." },
        { new() { DlpRules = [Dlp with { Pattern = "" }] }, "DlpRules[0].Pattern must not be empty." },
        { new() { DlpRules = [Dlp with { Severity = "" }] }, "DlpRules[0].Severity must not be empty." },
        { new() { DlpRules = [Dlp with { Detector = GatewayDlpDetector.Regex, Pattern = "(" }] }, "DlpRules[0].Pattern is no regular expression: " },
        { new() { DlpRules = [Dlp with { Detector = GatewayDlpDetector.Regex, Pattern = "(", Enabled = false }] }, "DlpRules[0].Pattern is no regular" },
        { new() { DlpRules = [Dlp with { Detector = GatewayDlpDetector.Preset, Pattern = "cards" }] }, "is 'cards', which is no preset; there are api-key, credit-card, email" },
        { new() { DlpRules = [Dlp with { Detector = (GatewayDlpDetector)9 }] }, "DlpRules[0].Detector is 9, which is none." },
        { new() { DlpRules = [Dlp with { Action = (GatewayDlpAction)9 }] }, "DlpRules[0].Action is 9, which is none." },
        { new() { DlpMatchTimeout = TimeSpan.Zero }, "DlpMatchTimeout must be more than zero" },
        { new() { ModerationRules = null! }, "ModerationRules must not be null." },
        { new() { ModerationRules = [Moderation with { Category = "rudeness" }] }, "is 'rudeness', which is none; there are pii-leak, prompt-injection, secret-leak, unsafe-code." },
        { new() { ModerationRules = [Moderation with { Action = GatewayModerationAction.Rewrite }] }, "ModerationRules[0].Substitution is missing" },
        { new() { ModerationRules = [Moderation with { Action = (GatewayModerationAction)9 }] }, "ModerationRules[0].Action is 9, which is none." },
        { new() { Keys = null! }, "Keys must not be null." },
        { new() { Keys = [Key with { Key = "sk-1" }] }, "Keys[0].Key must begin with 'rtr_'" },
        { new() { Keys = [Key with { Name = "" }] }, "Keys[0].Name must not be empty." },
        { new() { Keys = [Key with { Id = "" }] }, "Keys[0].Id must not be empty." },
        { new() { Keys = [Key, Key] }, "Keys[1].Key is that of another key." },
        { new() { ApiKey = "rtr_k", Keys = [Key] }, "Keys[0].Key is that of another key." },
        { new() { Keys = [Key with { Id = "key_local" }] }, "Keys[0].Id is 'key_local', as that of another key." },
        { new() { Keys = [Key with { OrganizationId = "org_9" }] }, "Keys[0].OrganizationId is 'org_9', which is not among Organizations." },
        { new() { Keys = [Key with { RequestsPerMinute = 0 }] }, "Keys[0].RequestsPerMinute must be at least 1." },
        { new() { Keys = [Key with { TokensPerMinute = 0 }] }, "Keys[0].TokensPerMinute must be at least 1." },
        { new() { Organizations = null! }, "Organizations must not be null." },
        { new() { Organizations = [new("")] }, "Organizations[0].Id must not be empty." },
        { new() { Organizations = [new("o"), new("o")] }, "Organizations[1].Id is 'o', as that of another organisation." },
        { new() { MaxTraces = -1 }, "MaxTraces must not be negative." },
        { new() { MaxPayloadLayerBytes = 0 }, "MaxPayloadLayerBytes must be at least 1." },
        { new() { MaxPayloadBytes = 0 }, "MaxPayloadBytes must be at least 1." },
        { new() { PayloadUrlLifetime = TimeSpan.Zero }, "PayloadUrlLifetime must be more than zero" },
        { new() { RateWindow = (GatewayRateWindow)9 }, "RateWindow is 9, which is none." },
        { new() { RevokedKeyAnswer = (GatewayRevokedKeyAnswer)9 }, "RevokedKeyAnswer is 9, which is none." },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_option_is_named(RouteurLocalGatewayOptions options, string says)
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => RouteurLocalGateway.StartAsync(options, TestCaller.Cancel));

        Assert.Contains(says, error.Message);
        Assert.DoesNotContain("rtr_k", error.Message);
    }
}
