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
        string[] documents = [.. LinkingDocuments()];
        Assert.Contains(documents, document => document.EndsWith(Path.Combine("examples", "Agent", "README.md"), StringComparison.Ordinal));

        foreach (string document in documents)
        {
            foreach (Match link in LocalLink().Matches(File.ReadAllText(document)))
            {
                (string file, string heading) = (link.Groups[1].Value, link.Groups[2].Value);
                string target = file.Length == 0 ? document : Path.Combine(Path.GetDirectoryName(document)!, file);
                string name = Path.GetRelativePath(ReadmeSnippets.RepositoryRoot, document);
                Assert.True(File.Exists(target) || Directory.Exists(target), $"{name} links to {file}, which is not there.");
                Assert.True(heading.Length == 0 || Headings(target).Contains(heading), $"{name} links to {file}#{heading}, a heading that is not there.");
            }
        }
    }

    private static IEnumerable<string> LinkingDocuments() => new[] { "docs", "examples", "src" }
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(ReadmeSnippets.RepositoryRoot, folder), "*.md", SearchOption.AllDirectories))
        .Where(document => !OfABuild().IsMatch(document))
        .Append(Path.Combine(ReadmeSnippets.RepositoryRoot, "README.md"));

    // As GitHub names them.
    private static IEnumerable<string> Headings(string document) => File.ReadLines(document)
        .Where(line => line.StartsWith('#'))
        .Select(line => NotInAnAnchor().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'));

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

    [GeneratedRegex(@"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)")]
    private static partial Regex LocalLink();

    [GeneratedRegex(@"[\\/](bin|obj)[\\/]")]
    private static partial Regex OfABuild();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnAnchor();
}
