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
    // A process of its own for each benchmark, long enough for the JIT to settle, short enough for the set to take a few minutes on two cores.
    private static readonly Job Short = Job.Default
        .WithId("Short")
        .WithWarmupCount(8)
        .WithIterationCount(12)
        .WithIterationTime(TimeInterval.FromMilliseconds(120));

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
            .AddColumn(new ShareColumn("Chunk", "Chunks"), new AllocatedShareColumn("Chunk", "Chunks"))
            .AddColumn(new ShareColumn("Stream", "Streams"), new AllocatedShareColumn("Stream", "Streams"))
            .HideColumns(Column.Median, Column.RatioSD, Column.Gen0, Column.Gen1, Column.Gen2, Column.Job)
            .WithSummaryStyle(SummaryStyle.Default.WithSizeUnit(SizeUnit.B));

        return args.Any(arg => arg is "--job" or "-j") ? config : config.AddJob(Short);
    }
}
