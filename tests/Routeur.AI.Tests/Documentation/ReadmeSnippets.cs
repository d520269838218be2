using System.Text.RegularExpressions;

namespace Routeur.AI.Tests.Documentation;

/// <summary>The C# blocks of the READMEs, in order, as they stand there.</summary>
internal static partial class ReadmeSnippets
{
    public static string RepositoryRoot { get; } = FindRoot();

    public static IReadOnlyList<string> Documents { get; } =
        ["README.md", "src/Routeur.AI/README.md", "src/Routeur.AI.LocalGateway/README.md", "docs/testing.md", "docs/budget.md", "docs/resilience.md"];

    public static IReadOnlyList<string> All { get; } =
    [
        .. Documents
            .SelectMany(document => CSharpBlock().Matches(File.ReadAllText(Path.Combine(RepositoryRoot, document))))
            .Select(match => match.Groups[1].Value),
    ];

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Routeur.AI.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests must run inside a checkout: they read README.md and docs.");
    }

    [GeneratedRegex(@"^```csharp\r?\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();
}
