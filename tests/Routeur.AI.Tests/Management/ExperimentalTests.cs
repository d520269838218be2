using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Routeur.AI.Tests.Documentation;

namespace Routeur.AI.Tests.Management;

/// <summary>Every member that may still change says so, under the id that <c>docs/diagnostics.md</c> gives it.</summary>
public class ExperimentalTests
{
    [Fact]
    public void The_table_of_ids_is_what_the_members_carry()
    {
        Dictionary<string, string> rows = File.ReadLines(Path.Combine(ReadmeSnippets.RepositoryRoot, "docs", "diagnostics.md"))
            .Where(line => line.StartsWith("| `ROUTEUR", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .ToDictionary(cells => cells[1].Trim('`'), cells => cells[3]);
        (Type Type, string Name)[] groups =
        [
            (typeof(RouteurModelsClient), "Models"), (typeof(RouteurRoutesClient), "Routes"), (typeof(RouteurTracesClient), "Traces"),
            (typeof(RouteurApiKeysClient), "ApiKeys"), (typeof(TracePayload), "TracePayload"),
        ];

        Dictionary<string, string> carried = groups
            .SelectMany(group => group.Type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Select(method => (Id: method.GetCustomAttribute<ExperimentalAttribute>()?.DiagnosticId, group.Name, Method: method.Name)))
            .Where(member => member.Id is not null)
            .GroupBy(member => member.Id!)
            .ToDictionary(
                id => id.Key,
                id => string.Join("; ", id.GroupBy(member => member.Name).Select(group =>
                    $"`{group.Key}.{string.Join("`, `", group.Select(member => member.Method))}`")));

        Assert.Equal(rows["ROUTEUR001"], carried["ROUTEUR001"]);
        Assert.Equal(rows["ROUTEUR002"], carried["ROUTEUR002"]);
        Assert.Equal(2, rows.Count);
    }
}
