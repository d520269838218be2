using System.Text.RegularExpressions;
using Routeur.AI.LocalGateway;
using Routeur.AI.Tests.Documentation;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Agents.Tests.Documentation;

/// <summary>
/// Every C# block of docs/agents.md compiles and runs on the local gateway: key and endpoint, which a reader's environment gives, are the
/// gateway's, and what an earlier block declared is declared again.
/// </summary>
[Collection(nameof(RedirectsTheConsole))]
public sealed partial class SnippetTests
{
    private const string Usings =
        "using System.ComponentModel; using Microsoft.Agents.AI; using Microsoft.Extensions.AI; using Microsoft.Extensions.DependencyInjection; using Routeur.AI;\n";

    private static readonly string[] Blocks = ReadBlocks();

    public static TheoryData<int> Snippets => [.. Enumerable.Range(0, Blocks.Length)];

    [Fact]
    public void The_page_has_its_snippets() => Assert.True(Blocks.Length >= 7);

    [Theory]
    [MemberData(nameof(Snippets))]
    public async Task A_snippet_compiles_and_runs(int index)
    {
        await using RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync();

        string output = await SnippetProgram.RunAsync(Complete(Blocks[index], gateway));

        Assert.NotEmpty(gateway.Requests);
        Assert.Equal(Blocks[index].Contains("Console.Write", StringComparison.Ordinal), output.Trim().Length > 0);
    }

    private static string Complete(string snippet, RouteurLocalGateway gateway)
    {
        string options = $"new RouteurOptions {{ Endpoint = new Uri(\"{gateway.Endpoint}\"), ApiKey = \"{gateway.ApiKey}\" }}";
        string earlier = "";
        if (Uses("chat") || Uses("agent") || Uses("tools"))
        {
            earlier += Declares("chat") ? "" : "using IChatClient chat = new RouteurChatClient().AsBuilder().UseRouteurRouting().UseFunctionInvocation().Build();\n";
            earlier += Uses("tools") && !Declares("tools") ? "AITool[] tools = [AIFunctionFactory.Create((string city) => $\"18 degrees in {city}\", \"get_weather\")];\n" : "";
            earlier += Uses("agent") && !Declares("agent") ? "AIAgent agent = chat.AsAIAgent(tools: [AIFunctionFactory.Create(() => \"18 degrees\", \"get_weather\")]);\n" : "";
        }

        earlier += Uses("response") && !Declares("response") ? "AgentResponse response = await agent.RunAsync(\"Weather in Lyon?\");\n" : "";
        string later = "";
        if (Uses("builder"))
        {
            earlier += $$"""
                var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
                Microsoft.Extensions.Configuration.MemoryConfigurationBuilderExtensions.AddInMemoryCollection(builder.Configuration,
                    new Dictionary<string, string?> { ["Routeur:Endpoint"] = "{{gateway.Endpoint}}", ["Routeur:ApiKey"] = "{{gateway.ApiKey}}" });

                """;
            later = "\nusing var host = builder.Build();\nawait host.Services.GetRequiredService<AIAgent>().RunAsync(\"Hello\");\n";
        }

        IEnumerable<string> usings = snippet.Split('\n').Where(IsUsing);
        string body = string.Join('\n', snippet.Split('\n').Where(line => !IsUsing(line)));
        return Usings + string.Concat(usings.Where(line => !Usings.Contains(line.Trim(), StringComparison.Ordinal)).Select(line => line + "\n"))
            + (earlier + body + later).Replace("new RouteurChatClient()", $"new RouteurChatClient({options})", StringComparison.Ordinal);

        bool Uses(string name) => Regex.IsMatch(snippet, $@"\b{name}\b(?!:)");
        bool Declares(string name) => Regex.IsMatch(snippet, $@"\b{name} = ");
        static bool IsUsing(string line) => Regex.IsMatch(line, @"^using [A-Za-z.]+;");
    }

    private static string[] ReadBlocks()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Routeur.AI.sln")))
        {
            folder = folder.Parent;
        }

        Assert.NotNull(folder);
        return [.. CSharpBlock().Matches(File.ReadAllText(Path.Combine(folder.FullName, "docs", "agents.md"))).Select(match => match.Groups[1].Value)];
    }

    [GeneratedRegex(@"^```csharp\r?\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();
}
