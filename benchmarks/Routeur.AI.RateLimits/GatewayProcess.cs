using Routeur.AI.LocalGateway;

namespace Routeur.AI.RateLimits;

/// <summary>The gateway, in a process of its own: prints where it listens, and ends when its input does.</summary>
internal static class GatewayProcess
{
    public static async Task<int> RunAsync(Settings settings)
    {
        await using RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync(new RouteurLocalGatewayOptions
        {
            RateWindow = settings.Window,
            RequestsPerMinute = settings.RequestsPerMinute,
            TokensPerMinute = settings.TokensPerMinute,
            ChunkDelay = TimeSpan.FromMilliseconds(20),
            MaxRecordedRequests = 1,
        });
        Console.WriteLine($"{gateway.Endpoint} {gateway.ApiKey}");
        await Console.In.ReadToEndAsync();
        return 0;
    }
}
