using Routeur.AI.LocalGateway.Tests.Support;

namespace Routeur.AI.LocalGateway.Tests.Hosting;

public sealed class OptionsTests
{
    public static TheoryData<RouteurLocalGatewayOptions, string> Wrong => new()
    {
        { new() { Port = 65536 }, "Port is 65536" },
        { new() { Port = -1 }, "Port is -1" },
        { new() { ApiKey = "sk-1" }, "ApiKey" },
        { new() { ApiKey = "rtr_" }, "ApiKey" },
        { new() { ApiKey = "rtr_a\r\nb" }, "ApiKey" },
        { new() { RequestsPerMinute = 0 }, "RequestsPerMinute" },
        { new() { TokensPerMinute = 0 }, "TokensPerMinute" },
        { new() { ChunkDelay = TimeSpan.FromTicks(-1) }, "ChunkDelay" },
        { new() { MaxRequestBodyBytes = 0 }, "MaxRequestBodyBytes" },
        { new() { MaxRecordedRequests = -1 }, "MaxRecordedRequests" },
        { new() { ShutdownTimeout = TimeSpan.FromTicks(-1) }, "ShutdownTimeout" },
        { new() { TimeProvider = null! }, "TimeProvider" },
        { new() { Models = [] }, "Models" },
        { new() { Models = null! }, "Models" },
        { new() { Models = [new("", "openai")] }, "id and a provider" },
        { new() { Models = [new("a", "b"), new("a", "b")] }, "'a' of 'b' twice" },
        { new() { Rules = null! }, "Rules" },
        { new() { Rules = [new() { Name = " ", RequestedModel = "x" }] }, "needs a name" },
        { new() { Rules = [Auto("r"), Auto("r")] }, "'r' twice" },
        { new() { Rules = [new() { Name = "r", RequestedModel = "x", Provider = "gemini", Model = "gpt-4o" }] }, "'r' pins 'gpt-4o' of 'gemini'" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_option_is_named(RouteurLocalGatewayOptions options, string says)
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => RouteurLocalGateway.StartAsync(options, TestCaller.Cancel));

        Assert.Contains(says, error.Message);
    }

    private static GatewayRule Auto(string name) => new() { Name = name, RequestedModel = "x", ActionKind = GatewayRuleAction.Auto };
}
