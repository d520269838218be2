using Routeur.AI.LocalGateway.Tests.Support;

namespace Routeur.AI.LocalGateway.Tests.Configuration;

public sealed class ReadmeTests
{
    [Fact]
    public async Task The_readmes_configuration_file_is_one()
    {
        string readme = await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "src", "Routeur.AI.LocalGateway", "README.md"), TestCaller.Cancel);
        string json = readme.Split("```json\n")[1].Split("```")[0];
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(file, json, TestCaller.Cancel);
        try
        {
            RouteurLocalGatewayOptions options = RouteurLocalGatewayOptions.Load(file);

            // It shows every member with its default, apart from the lists, the port and the key.
            var defaults = new RouteurLocalGatewayOptions();
            Assert.Equal(
                (defaults.Strict, defaults.Dialect, defaults.ChunkDelay, defaults.ShutdownTimeout, defaults.StorePayloads, defaults.PayloadUrlLifetime, defaults.MaxPayloadLayerBytes),
                (options.Strict, options.Dialect, options.ChunkDelay, options.ShutdownTimeout, options.StorePayloads, options.PayloadUrlLifetime, options.MaxPayloadLayerBytes));
            Assert.Equal(
                (defaults.MaxPayloadBytes, defaults.MaxTraces, defaults.MaxRecordedRequests, defaults.MaxRecordedBytes, defaults.MaxRequestBodyBytes, defaults.DlpMatchTimeout),
                (options.MaxPayloadBytes, options.MaxTraces, options.MaxRecordedRequests, options.MaxRecordedBytes, options.MaxRequestBodyBytes, options.DlpMatchTimeout));
            Assert.Equal(
                (defaults.RevokedKeyAnswer, defaults.RequestsPerMinute, defaults.TokensPerMinute, defaults.RateWindow),
                (options.RevokedKeyAnswer, options.RequestsPerMinute, options.TokensPerMinute, options.RateWindow));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
