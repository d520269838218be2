using System.Text;

namespace Routeur.AI.Tests.Routing;

public class RoutingMatrixTests
{
    public static TheoryData<int> Rows => [.. Enumerable.Range(0, 7 * 4 * 4)];

    [Fact]
    public void The_matrix_is_complete() => Assert.Equal(7 * 4 * 4, RoutingMatrix.Rows.Count());

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_most_specific_level_decides_the_whole_target(int index)
    {
        RoutingMatrix.Row row = RoutingMatrix.Rows.ElementAt(index);

        RouteurDecision decision = row.Resolve();

        Assert.Equal(
            (row.ToString(), row.Expected.Level, row.Expected.Sent),
            (row.ToString(), decision.Level, new(decision.ForcedProvider, decision.ForcedModel, decision.Model)));
        Assert.True(decision.Trace);
        Assert.Equal(
            decision.Level is RouteurDecisionLevel.Call && row.Scope.Sent is not null,
            decision.ScopeLost);
    }

    [Fact]
    public void The_table_in_the_documentation_is_what_the_code_does()
    {
        var expected = new StringBuilder();
        foreach (RoutingMatrix.Row row in RoutingMatrix.Rows)
        {
            RouteurDecision decision = row.Resolve();
            expected.Append(
                $"| {row.Call.Name} | {row.Scope.Name} | {row.Client.Name} | {decision.ForcedProvider ?? "–"} | {decision.ForcedModel ?? "–"} " +
                $"| {decision.Model} | {decision.Level} |\n");
        }

        string[] lines = File.ReadAllText(Path.Combine(RepositoryRoot(), "docs", "routing.md")).ReplaceLineEndings("\n").Split('\n');
        string written = string.Concat(
            lines.SkipWhile(line => !line.StartsWith("| Call | Scope | Client |", StringComparison.Ordinal))
                .Skip(2)
                .TakeWhile(line => line.StartsWith('|'))
                .Select(line => line + "\n"));

        Assert.True(expected.ToString() == written, "The table in docs/routing.md is out of date. It should be:\n" + expected);
    }

    private static string RepositoryRoot()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Routeur.AI.sln")))
        {
            directory = directory.Parent;
        }

        Assert.NotNull(directory);
        return directory.FullName;
    }
}
