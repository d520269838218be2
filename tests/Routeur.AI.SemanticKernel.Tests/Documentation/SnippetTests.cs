using System.Text.RegularExpressions;
using Routeur.AI.LocalGateway;
using Routeur.AI.Tests.Documentation;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.SemanticKernel.Tests.Documentation;

/// <summary>
/// Every C# block of the package's README and of docs/semantic-kernel.md compiles and runs on the local gateway: key and endpoint, which a
/// reader's environment gives, are the gateway's.
/// </summary>
[Collection(nameof(RedirectsTheConsole))]
public sealed partial class SnippetTests
{
    private static readonly string[] Documents = ["src/Routeur.AI.SemanticKernel/README.md", "docs/semantic-kernel.md"];

    public static TheoryData<string, int> Snippets
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (string document in Documents)
            {
                for (int i = 0; i < Blocks(document).Length; i++)
                {
                    data.Add(document, i);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Snippets))]
    public async Task A_snippet_compiles_and_runs(string document, int index)
    {
        await using RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync();
        string snippet = Blocks(document)[index];

        string output = await SnippetProgram.RunAsync(OnGateway(snippet, gateway));

        Assert.NotEmpty(output.Trim());
        Assert.NotEmpty(gateway.Requests);
    }

    // The registrations are the only places that need to know the gateway.
    private static string OnGateway(string snippet, RouteurLocalGateway gateway)
    {
        string options = $"o.ApiKey = \"{gateway.ApiKey}\"; o.Endpoint = new Uri(\"{gateway.Endpoint}\");";
        return snippet
            .Replace("AddRouteurChatCompletion()", $"AddRouteurChatCompletion(o => {{ {options} }})", StringComparison.Ordinal)
            .Replace("(o => o.Provider = \"deepseek\"", $"(o => {{ {options} o.Provider = \"deepseek\"; }}", StringComparison.Ordinal)
            .Replace("(\"gpt-4o\", serviceId", $"(\"gpt-4o\", \"{gateway.ApiKey}\", new Uri(\"{gateway.Endpoint}\"), serviceId", StringComparison.Ordinal);
    }

    private static string[] Blocks(string document)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Routeur.AI.sln")))
        {
            folder = folder.Parent;
        }

        Assert.NotNull(folder);
        return [.. CSharpBlock().Matches(File.ReadAllText(Path.Combine(folder.FullName, document))).Select(match => match.Groups[1].Value)];
    }

    [GeneratedRegex(@"^```csharp\r?\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();
}
