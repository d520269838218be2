using Routeur.AI.ChaosTests.Faults;

namespace Routeur.AI.ChaosTests;

/// <summary>docs/faults.md says what the table says.</summary>
public sealed class FaultsPageTests
{
    [Fact]
    public void Every_kind_of_fault_is_a_row_of_the_page_and_no_row_is_of_another_kind()
    {
        string[] rows = [.. File.ReadLines(Page()).Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1)];

        Assert.Equal(FaultTable.All.Select(fault => fault.Markdown), rows);
    }

    [Fact]
    public void Names_are_unique() => Assert.Distinct(FaultTable.All.Select(fault => fault.Name));

    private static string Page()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string page = Path.Combine(folder.FullName, "docs", "faults.md");
            if (File.Exists(page))
            {
                return page;
            }
        }

        throw new FileNotFoundException("docs/faults.md is nowhere above the tests.");
    }
}
