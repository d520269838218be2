using System.Diagnostics;
using System.Net.Http.Headers;
using OpenAI.Chat;
using Routeur.AI.LocalGateway.Tests.Support;

namespace Routeur.AI.LocalGateway.Tests.Tool;

/// <summary>The command <c>routeur-gateway</c>, packed, installed and run in a process of its own.</summary>
public sealed class PackedToolTests(PackedTool tool) : IClassFixture<PackedTool>
{
    [Fact]
    public async Task Its_first_lines_are_all_that_a_client_needs()
    {
        await using ToolProcess process = ToolProcess.Start(tool.Command, ["--key", "rtr_tool"]);
        string first = (await process.Output.ReadLineAsync(TestCaller.Cancel))!;
        string key = await process.ReadVariableAsync("Routeur__ApiKey");
        string endpoint = await process.ReadVariableAsync("Routeur__Endpoint");
        string openAIKey = await process.ReadVariableAsync("OPENAI_API_KEY");
        string openAIEndpoint = await process.ReadVariableAsync("OPENAI_BASE_URL");

        ChatCompletion completion = await OfficialClient.For(new Uri(endpoint), key).CompleteChatAsync(
            [new UserChatMessage("Hello")], cancellationToken: TestCaller.Cancel);

        Assert.Equal($"The Routeur local gateway serves on {endpoint} with the key rtr_tool; Ctrl+C stops it.", first);
        Assert.Equal((key, endpoint), (openAIKey, openAIEndpoint));
        Assert.Equal("rtr_tool", key);
        Assert.Equal("[openai/gpt-4o-mini] You said: Hello", Assert.Single(completion.Content).Text);
    }

    [Fact]
    public async Task A_key_with_a_quote_can_be_pasted_into_a_shell()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The lines for PowerShell need PowerShell.");
        await using ToolProcess process = ToolProcess.Start(tool.Command, ["--key", "rtr_it's"]);
        string? line;
        do
        {
            line = await process.Output.ReadLineAsync(TestCaller.Cancel);
        }
        while (line?.StartsWith("export Routeur__ApiKey=", StringComparison.Ordinal) == false);

        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"{line}; printf %s \"$Routeur__ApiKey\""]) { RedirectStandardOutput = true })!;
        string pasted = await shell.StandardOutput.ReadToEndAsync(TestCaller.Cancel);
        await shell.WaitForExitAsync(TestCaller.Cancel);

        Assert.Equal("rtr_it's", pasted);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_stops_it_after_the_streams_that_are_under_way(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals that a process can send.");
        Assert.SkipWhen(signal == "INT" && InterruptIsIgnored(), "This run was started with SIGINT ignored (in the background), and its children inherit that.");
        await using ToolProcess process = ToolProcess.Start(tool.Command, ["--verbose", "--config", Config("""{ "chunk_delay_ms": 3600000 }""")]);
        string key = await process.ReadVariableAsync("Routeur__ApiKey");
        using var http = new HttpClient { BaseAddress = new Uri(await process.ReadVariableAsync("Routeur__Endpoint") + "/"), Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using HttpRequestMessage request = TestCaller.Request(TestCaller.HelloStream);
        request.RequestUri = new Uri("chat/completions", UriKind.Relative);
        Task<HttpResponseMessage> opening = http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestCaller.Cancel);

        await process.ReadErrorAsync("Request starting");
        await process.SignalAsync(signal);

        using HttpResponseMessage response = await opening;
        Assert.NotEmpty(TestCaller.Chunks(await TestReply.ReadAsync(response)));
        Assert.Equal(0, await process.ExitAsync());
    }

    // SigIgn is a mask in hexadecimal; bit 1 is signal 2.
    private static bool InterruptIsIgnored() =>
        File.Exists("/proc/self/status") &&
        File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) is { } line &&
        (Convert.ToUInt64(line["SigIgn:".Length..].Trim(), 16) & 0b10) != 0;

    [Fact]
    public async Task A_configuration_file_rules_and_arguments_win()
    {
        string config = Config("""{ "port": 1, "api_key": "rtr_file", "strict": true, "script": [{ "text": "From the file" }] }""");
        await using ToolProcess process = ToolProcess.Start(tool.Command, [$"--config={config}", "--port=0"]);
        string key = await process.ReadVariableAsync("Routeur__ApiKey");
        ChatClient client = OfficialClient.For(new Uri(await process.ReadVariableAsync("Routeur__Endpoint")), key);

        ChatCompletion completion = await client.CompleteChatAsync([new UserChatMessage("Hello")], cancellationToken: TestCaller.Cancel);

        Assert.Equal(("rtr_file", "From the file"), (key, Assert.Single(completion.Content).Text));
    }

    [Fact]
    public async Task A_mistake_is_one_line_and_exit_code_1()
    {
        string config = Config("""{ "rules": [{ "name": "r", "action_kind": "pin", "match": { "requested_model": "x" }, "action": { "provider": "nobody", "model": "m" } }] }""");
        await using RouteurLocalGateway occupant = await RouteurLocalGateway.StartAsync(cancellationToken: TestCaller.Cancel);
        (string[] Arguments, string Says)[] mistakes =
        [
            (["--config", config], $"routeur-gateway: {config}: $.rules[0].action.provider is 'nobody', and there is no model of that provider"),
            (["--config", "nowhere.json"], "routeur-gateway: nowhere.json: there is no such file"),
            (["--config"], "routeur-gateway: --config needs a value; --help shows which"),
            (["--prot", "1"], "routeur-gateway: '--prot' is not known; --help shows what is"),
            (["--port", "-1"], "routeur-gateway: --port is '-1'; it must be 0 to 65535"),
            (["--key", "sk-1"], "routeur-gateway: ApiKey must begin with 'rtr_'"),
            (["--port", $"{occupant.Endpoint.Port}"], "routeur-gateway: "),
        ];

        foreach ((string[] arguments, string says) in mistakes)
        {
            var (exitCode, output, error) = await ToolProcess.RunAsync(tool.Command, arguments);

            Assert.Equal((1, ""), (exitCode, output));
            Assert.StartsWith(says, error);
            Assert.Equal(error.TrimEnd().Length, error.ReplaceLineEndings("\n").IndexOf('\n'));
        }
    }

    [Fact]
    public async Task It_explains_itself()
    {
        var (exitCode, output, error) = await ToolProcess.RunAsync(tool.Command, ["--help"]);

        Assert.Equal((0, ""), (exitCode, error));
        Assert.All(["--port", "--key", "--config", "--verbose"], argument => Assert.Contains(argument, output));
    }

    [Fact]
    public async Task It_can_log_every_request()
    {
        await using ToolProcess process = ToolProcess.Start(tool.Command, ["--verbose", "--key", "rtr_secret"]);
        string key = await process.ReadVariableAsync("Routeur__ApiKey");
        ChatClient client = OfficialClient.For(new Uri(await process.ReadVariableAsync("Routeur__Endpoint")), key);

        await client.CompleteChatAsync([new UserChatMessage("Hello")], cancellationToken: TestCaller.Cancel);

        string line = await process.ReadErrorAsync("/v1/chat/completions");
        Assert.DoesNotContain(key, line);
    }

    private string Config(string json)
    {
        string file = Path.Combine(tool.WorkingDirectory, $"{Guid.NewGuid():N}.json");
        File.WriteAllText(file, json);
        return file;
    }
}
