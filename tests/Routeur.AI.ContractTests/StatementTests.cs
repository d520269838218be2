using System.Reflection;
using System.Text.RegularExpressions;
using Routeur.AI.ContractTests.Support;

namespace Routeur.AI.ContractTests;

/// <summary>The document and the contract say the same.</summary>
public sealed partial class StatementTests
{
    [Fact]
    public void Every_statement_has_a_test_and_every_test_its_statement()
    {
        string[] documented = [.. Statements().Select(m => m.Groups[1].Value)];
        string[] tested =
        [
            .. typeof(StatementTests).Assembly.GetTypes()
                .SelectMany(t => t.GetMethods())
                .SelectMany(m => m.GetCustomAttributes<TraitAttribute>(inherit: false))
                .Where(t => t.Name == "Statement")
                .Select(t => t.Value),
        ];

        Assert.Equal(Enumerable.Range(1, documented.Length).Select(n => $"S{n}"), documented);
        Assert.Equal([], documented.Except(tested));
        Assert.Equal([], tested.Except(documented));
    }

    [Fact]
    public void Every_statement_names_its_page() =>
        Assert.All(Statements(), s => Assert.Matches(@"\[/(guides|api-reference|sdks)/[a-z/-]+\]", s.Value));

    private static MatchCollection Statements() =>
        Statement().Matches(File.ReadAllText(Path.Combine(Checkout.Root, "docs", "wire-format.md")).ReplaceLineEndings("\n"));

    [GeneratedRegex(@"^- \*\*(S[0-9]+)\.\*\*(?:.|\n(?=  ))*", RegexOptions.Multiline)]
    private static partial Regex Statement();
}
