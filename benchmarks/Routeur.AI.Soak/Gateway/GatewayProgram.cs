using Routeur.AI.LocalGateway;
using Routeur.AI.Processes;

namespace Routeur.AI.Soak.Gateway;

/// <summary>
/// The gateway's process. It has one of its own so that every byte that stays alive in the other one is the client's: in one process a heap that
/// grows could be anybody's.
/// </summary>
internal static class GatewayProgram
{
    /// <summary>The argument that makes this program the gateway.</summary>
    public const string Switch = "--serve";

    /// <summary>A second key, for calls that are told of rate limits: those are a key's, and must not slow the others down.</summary>
    public const string LimitedKey = "rtr_soak_limited_0123456789";

    /// <summary>What the DLP rules of this gateway block and redact.</summary>
    public const string BlockedWord = "SOAK-BLOCK";

    public const string RedactedWord = "SOAK-REDACT";

    public const string BlockingRule = "soak_block";

    public static async Task RunAsync()
    {
        var script = new GatewayScript();
        await using RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync(new()
        {
            RequestsPerMinute = int.MaxValue,
            TokensPerMinute = int.MaxValue,
            Keys = [new() { Key = LimitedKey, Name = "Limited" }],
            DlpRules =
            [
                new() { Name = BlockingRule, Detector = GatewayDlpDetector.Keyword, Pattern = BlockedWord, Action = GatewayDlpAction.Block },
                new() { Name = "soak_redact", Detector = GatewayDlpDetector.Keyword, Pattern = RedactedWord, Action = GatewayDlpAction.Redact },
            ],
            MaxRecordedRequests = 100,

            // A caller who looks a trace up must still find it on a machine that lets it wait.
            MaxTraces = 10_000,
            ShutdownTimeout = TimeSpan.FromSeconds(1),
        });
        gateway.When(script.Answer);
        await ServerLoop.RunAsync(gateway.Endpoint, gateway.ApiKey, () => script.UnderWay);
    }
}
