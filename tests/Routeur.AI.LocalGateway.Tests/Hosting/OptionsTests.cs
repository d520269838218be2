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
        { new() { ChunkDelay = TimeSpan.MaxValue }, "ChunkDelay must not be longer than 24 days" },
        { new() { ShutdownTimeout = TimeSpan.MaxValue }, "ShutdownTimeout must not be longer than 24 days" },
        { new() { MaxRequestBodyBytes = 0 }, "MaxRequestBodyBytes" },
        { new() { MaxRecordedRequests = -1 }, "MaxRecordedRequests" },
        { new() { ShutdownTimeout = TimeSpan.FromTicks(-1) }, "ShutdownTimeout" },
        { new() { TimeProvider = null! }, "TimeProvider" },
        { new() { Models = [] }, "Models" },
        { new() { Models = null! }, "Models" },
        { new() { Models = [new("", "openai")] }, "Models[0].Id" },
        { new() { Models = [new("a", "b"), new("c", " ")] }, "Models[1].Provider" },
        { new() { Models = [new("a", "b") { PromptPrice = -1 }] }, "Models[0].PromptPrice" },
        { new() { Models = [new("a", "b") { CompletionPrice = -1 }] }, "Models[0].CompletionPrice" },
        { new() { Models = [new("a", "b"), new("a", "b")] }, "Models[1] is 'a' of 'b', which is there already" },
        { new() { MaxRecordedBytes = -1 }, "MaxRecordedBytes" },
        { new() { Dialect = (GatewayDialect)99 }, "Dialect" },
        { new() { Models = [new("a", "b"), null!] }, "Models[1] must not be null" },
        { new() { Models = [new("a", "Gémini")] }, "Models[0].Provider must be printable ASCII without spaces around it, since it travels in headers" },
        { new() { Models = [new("modèle", "b")] }, "Models[0].Id must be printable ASCII" },
        { new() { Models = [new("a", " openai ")] }, "Models[0].Provider must be printable ASCII without spaces around it" },
        { new() { Models = [new("a", "b\nc")] }, "Models[0].Provider must be printable ASCII" },
        { new() { Rules = [Auto("a"), null!] }, "Rules[1] must not be null" },
        { new() { DlpRules = [null!] }, "DlpRules[0] must not be null" },
        { new() { ModerationRules = [null!] }, "ModerationRules[0] must not be null" },
        { new() { Keys = [null!] }, "Keys[0] must not be null" },
        { new() { Organizations = [null!] }, "Organizations[0] must not be null" },
        { new() { Rules = null! }, "Rules" },
        { new() { Rules = [new() { Name = " ", RequestedModel = "x" }] }, "Rules[0].Name" },
        { new() { Rules = [Auto("r"), Auto("r")] }, "Rules[1].Name is 'r'" },
        { new() { Rules = [new() { Name = "r", RequestedModel = "" }] }, "Rules[0].RequestedModel" },
        { new() { Rules = [new() { Name = "r", RequestedModel = "x", Provider = "gemini", Model = "gpt-4o" }] }, "Rules[0].Model is 'gpt-4o', which is no model of 'gemini'" },
        { new() { Rules = [Auto("a"), new() { Name = "r", RequestedModel = "x", Provider = "nobody", Model = "gpt-4o" }] }, "Rules[1].Provider is 'nobody'" },
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
