using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Routeur.AI.Benchmarks.Running;

/// <summary>The least time beside the baseline's. On a machine that others use too, the least disturbed iteration says more than the mean.</summary>
internal sealed class MinRatioColumn : IColumn
{
    public string Id => "Min ratio";

    public string ColumnName => Id;

    public string Legend => "Min divided by the baseline's Min";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Baseline;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) => GetValue(summary, benchmarkCase, summary.Style);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style)
    {
        string? group = summary.GetLogicalGroupKey(benchmarkCase);
        BenchmarkCase? baseline = summary.BenchmarksCases.FirstOrDefault(other => summary.IsBaseline(other) && summary.GetLogicalGroupKey(other) == group);
        return Min(summary, benchmarkCase) is { } min && baseline is not null && Min(summary, baseline) is { } reference
            ? (min / reference).ToString("N2", CultureInfo.InvariantCulture)
            : "-";
    }

    private static double? Min(Summary summary, BenchmarkCase benchmark) => summary[benchmark]?.ResultStatistics?.Min;
}
