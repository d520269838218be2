using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;

namespace Routeur.AI.Benchmarks.Running;

/// <summary>The allocated bytes, divided by a parameter.</summary>
internal sealed class AllocatedShareColumn(string unit, string parameter) : ShareColumn(unit, parameter)
{
    private readonly string _unit = unit;
    private readonly string _parameter = parameter;

    public override string Id => $"Allocated/{_unit}";

    public override string Legend => $"Allocated divided by {_parameter}";

    public override UnitType UnitType => UnitType.Size;

    protected override double? Total(BenchmarkReport report) => report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase);

    protected override string Show(double share) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{share:N0} B");
}
