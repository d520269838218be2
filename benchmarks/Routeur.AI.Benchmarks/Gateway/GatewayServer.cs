using Routeur.AI.LocalGateway;
using Routeur.AI.Processes;

namespace Routeur.AI.Benchmarks.Gateway;

/// <summary>The process of the local gateway: its defaults, without rate limits.</summary>
internal static class GatewayServer
{
    /// <summary>The argument that makes this program the gateway.</summary>
    public const string Switch = "--serve-gateway";

    /// <summary>The pieces of <see cref="Prompt.Held"/> that are sent before the silence.</summary>
    public const int HeldPieces = 3;

    private const int Pieces = 200;

    public static async Task RunAsync()
    {
        var underWay = new RequestsUnderWay();
        ScriptedReply text = ScriptedReply.Text(string.Concat(Enumerable.Repeat("word ", Pieces)));
        ScriptedReply stall = ScriptedReply.Stall(HeldPieces);
        await using RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync(new()
        {
            RequestsPerMinute = int.MaxValue,
            TokensPerMinute = int.MaxValue,
        });
        gateway.When(request =>
        {
            underWay.Follow(request);
            return Prompt.Streamed.IsIn(request.Body) ? text : Prompt.Held.IsIn(request.Body) ? stall : null;
        });
        await ServerLoop.RunAsync(gateway.Endpoint, gateway.ApiKey, () => underWay.Count);
    }
}
