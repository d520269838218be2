using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using Perfolizer.Horology;
using Perfolizer.Metrology;

namespace Routeur.AI.Benchmarks.Running;

/// <summary>How every benchmark is run and shown.</summary>
internal static class BenchmarkSetup
{
    // A process of its own for each benchmark. Many short iterations rather than few long ones: on a machine that others use too, some of them
    // are left alone. Without the delay the JIT optimises hot code as soon as it is hot, and not when the process has calmed down.
    private static readonly Job Short = Job.Default
        .WithId("Short")
        .WithEnvironmentVariables(new EnvironmentVariable("DOTNET_TC_CallCountingDelayMs", "0"), new EnvironmentVariable(WarmUp.Switch, "1"))
        .WithWarmupCount(3)
        .WithIterationCount(40)
        .WithIterationTime(TimeInterval.FromMilliseconds(30));

    /// <summary>The configuration for this command line. A job that it names replaces ours; BenchmarkDotNet would run both.</summary>
    public static IConfig For(string[] args)
    {
        ManualConfig config = ManualConfig.CreateEmpty()
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddLogger([.. DefaultConfig.Instance.GetLoggers()])
            .AddAnalyser([.. DefaultConfig.Instance.GetAnalysers()])
            .AddValidator([.. DefaultConfig.Instance.GetValidators()])
            .AddExporter(MarkdownExporter.GitHub)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumn(StatisticColumn.Min, new MinRatioColumn())
            .AddColumn(new ShareColumn("Chunk", "Chunks"), new AllocatedShareColumn("Chunk", "Chunks"))
            .AddColumn(new ShareColumn("Stream", "Streams"), new AllocatedShareColumn("Stream", "Streams"))
            .HideColumns(Column.Median, Column.StdDev, Column.Ratio, Column.RatioSD, Column.Gen0, Column.Gen1, Column.Gen2, Column.Job)
            .WithSummaryStyle(SummaryStyle.Default.WithSizeUnit(SizeUnit.B));

        return args.Any(arg => arg is "--job" or "-j") ? config : config.AddJob(Short);
    }
}
