using System.Text;

namespace Routeur.AI.LocalGateway.Tests.Configuration;

/// <summary>What editors and shells make of a configuration file.</summary>
public sealed class ConfigFileBytesTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");

    [Fact]
    public void A_file_with_a_byte_order_mark_is_read()
    {
        RouteurLocalGatewayOptions options = Load([.. Encoding.UTF8.Preamble, .. """{"api_key":"rtr_windows"}"""u8]);

        Assert.Equal("rtr_windows", options.ApiKey);
    }

    [Fact]
    public void A_file_that_is_not_UTF8_is_named()
    {
        var error = Assert.Throws<GatewayConfigurationException>(() => Load(Encoding.Latin1.GetBytes("""{"script":[{"text":"café"}]}""")));

        Assert.StartsWith($"{_file}: ", error.Message);
        Assert.Contains("UTF-8", error.Message);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_named()
    {
        var error = Assert.Throws<GatewayConfigurationException>(() => Load("""{"script":[{"text":"\ud83d"}]}"""u8));

        Assert.StartsWith($"{_file}: ", error.Message);
        Assert.Contains("surrogate", error.Message);
    }

    [Theory]
    [InlineData("""{"script":[{"raw":{"body":"x","status":204}}]}""", "$.script[0].raw")]
    [InlineData("""{"script":[{"raw":{"body":"x","content_type":" "}}]}""", "$.script[0].raw")]
    [InlineData("""{"script":[{"error":{"status":500,"code":""}}]}""", "$.script[0].error")]
    [InlineData("""{"script":[{"tool_calls":[{"name":"","arguments":{}}]}]}""", "$.script[0].tool_calls")]
    public void A_reply_that_cannot_be_is_named_with_its_place(string json, string path)
    {
        var error = Assert.Throws<GatewayConfigurationException>(() => Load(Encoding.UTF8.GetBytes(json)));

        Assert.StartsWith($"{_file}: {path} ", error.Message);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Equal((_file, path), (error.File, error.JsonPath));
    }

    public void Dispose() => File.Delete(_file);

    private RouteurLocalGatewayOptions Load(ReadOnlySpan<byte> bytes)
    {
        File.WriteAllBytes(_file, bytes.ToArray());
        return RouteurLocalGatewayOptions.Load(_file);
    }
}
