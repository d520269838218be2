using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Routeur.AI.Benchmarks.Running;

/// <summary>The least time, divided by a parameter: a stream's time per chunk. <c>OperationsPerInvoke</c> cannot do that, since it is a constant.</summary>
internal class ShareColumn(string unit, string parameter) : IColumn
{
    public virtual string Id => $"Time/{unit}";

    public string ColumnName => Id;

    public virtual string Legend => $"Min divided by {parameter}";

    public bool AlwaysShow => false;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public virtual UnitType UnitType => UnitType.Time;

    public bool IsAvailable(Summary summary) => summary.BenchmarksCases.Any(benchmark => Count(benchmark) is not null);

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) => GetValue(summary, benchmarkCase, summary.Style);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) =>
        summary[benchmarkCase] is { } report && Count(benchmarkCase) is { } count && Total(report) is { } total ? Show(total / count) : "-";

    protected virtual double? Total(BenchmarkReport report) => report.ResultStatistics?.Min;

    protected virtual string Show(double share) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{share / 1000:N3} μs");

    private int? Count(BenchmarkCase benchmark) =>
        benchmark.Parameters.Items.FirstOrDefault(item => item.Name == parameter)?.Value as int?;
}
