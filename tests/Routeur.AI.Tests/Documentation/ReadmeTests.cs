using System.Text.RegularExpressions;
using Routeur.AI.LocalGateway;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Documentation;

/// <summary>
/// Every C# block of the README compiles and runs, on the local gateway: the only change is that a client which would take its key and
/// endpoint from the environment is given the gateway's. A block may use what an earlier one declared.
/// </summary>
[Collection(nameof(RedirectsTheConsole))]
public partial class ReadmeTests
{
    public static TheoryData<int, string> Snippets
    {
        get
        {
            var data = new TheoryData<int, string>();
            for (int i = 0; i < ReadmeSnippets.All.Count; i++)
            {
                data.Add(i, ReadmeSnippets.All[i].Split('\n').First(line => line.Trim().Length > 0 && !line.StartsWith("using ", StringComparison.Ordinal)));
            }

            return data;
        }
    }

    private static string[] UsingsOfEarlierBlocks =>
    [
        "using System.Net;", "using Microsoft.Extensions.AI;", "using Microsoft.Extensions.DependencyInjection;",
        "using Routeur.AI;", "using Routeur.AI.LocalGateway;", "using Xunit;",
    ];

    [Fact]
    public void The_readme_has_its_snippets() => Assert.True(ReadmeSnippets.All.Count >= 9);

    [Theory]
    [MemberData(nameof(Snippets))]
    public async Task A_readme_snippet_compiles_and_runs(int index, string firstLine)
    {
        await using RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync();
        string snippet = ReadmeSnippets.All[index];

        string output = await SnippetProgram.RunAsync(Complete(snippet, gateway));

        Assert.NotNull(firstLine);
        if (snippet.Contains("Console.Write", StringComparison.Ordinal) && !snippet.Contains("catch", StringComparison.Ordinal))
        {
            Assert.NotEmpty(output.Trim());
        }

        if (snippet.Contains("GetResponseAsync", StringComparison.Ordinal) && !snippet.Contains("gateway", StringComparison.Ordinal))
        {
            Assert.NotEmpty(gateway.Requests);
        }
    }

    [Fact]
    public void The_readme_names_the_two_commands()
    {
        string readme = File.ReadAllText(Path.Combine(ReadmeSnippets.RepositoryRoot, "README.md"));

        Assert.Contains("dotnet run --project examples/Quickstart", readme, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^dotnet test$", readme);
    }

    [Fact]
    public void Every_link_to_a_file_of_the_repository_leads_somewhere()
    {
        foreach (string document in Directory.EnumerateFiles(Path.Combine(ReadmeSnippets.RepositoryRoot, "docs"), "*.md").Append(Path.Combine(ReadmeSnippets.RepositoryRoot, "README.md")))
        {
            foreach (Match link in LocalLink().Matches(File.ReadAllText(document)))
            {
                string target = Path.Combine(Path.GetDirectoryName(document)!, link.Groups[1].Value);
                Assert.True(File.Exists(target) || Directory.Exists(target), $"{Path.GetFileName(document)} links to {link.Groups[1].Value}, which is not there.");
            }
        }
    }

    /// <summary>Puts the usings first, declares what earlier blocks declared, and points clients at the gateway.</summary>
    private static string Complete(string snippet, RouteurLocalGateway gateway)
    {
        string[] lines = snippet.Split('\n');
        IEnumerable<string> usings = lines.Where(IsUsing).Concat(UsingsOfEarlierBlocks).Distinct();
        string body = string.Join('\n', lines.Where(line => !IsUsing(line)));

        string options = $"new RouteurOptions {{ Endpoint = new Uri(\"{gateway.Endpoint}\"), ApiKey = \"{gateway.ApiKey}\" }}";
        string prelude = "";
        if (Uses("gateway") && !Declares("gateway"))
        {
            prelude += "await using RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync();\n";
            options = "new RouteurOptions { Endpoint = gateway.Endpoint, ApiKey = gateway.ApiKey }";
        }

        if (Uses("chat") || Uses("response"))
        {
            prelude += Declares("IChatClient chat") ? "" : $"using IChatClient chat = new RouteurChatClient({options});\n";
            prelude += Uses("response") && !Declares("ChatResponse response") ? "ChatResponse response = await chat.GetResponseAsync(\"Hello\");\n" : "";
        }

        if (Uses("builder"))
        {
            prelude +=
                $$"""
                var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
                Microsoft.Extensions.Configuration.MemoryConfigurationBuilderExtensions.AddInMemoryCollection(builder.Configuration,
                    new Dictionary<string, string?> { ["Routeur:Endpoint"] = "{{gateway.Endpoint}}", ["Routeur:ApiKey"] = "{{gateway.ApiKey}}" });

                """;
            body +=
                """

                using var host = builder.Build();
                await host.Services.GetRequiredService<IChatClient>().GetResponseAsync("Hello");
                await host.Services.GetRequiredKeyedService<IChatClient>("cheap").GetResponseAsync("Hello");
                """;
        }

        body = body
            .Replace("new RouteurChatClient()", $"new RouteurChatClient({options})", StringComparison.Ordinal)
            .Replace("new RouteurClient()", $"new RouteurClient({options})", StringComparison.Ordinal);
        return string.Join('\n', usings) + "\n" + prelude + body;

        bool Uses(string name) => Regex.IsMatch(body, $@"\b{name}\b(?!:)");
        bool Declares(string declaration) => body.Contains(declaration + " =", StringComparison.Ordinal);
        static bool IsUsing(string line) => Regex.IsMatch(line, @"^using [A-Za-z.]+;");
    }

    [GeneratedRegex(@"\]\((?!https?:|#)([^)#]+)")]
    private static partial Regex LocalLink();
}
