using BenchmarkDotNet.Running;
using Routeur.AI.Benchmarks.Running;

// dotnet run -c Release --project benchmarks/Routeur.AI.Benchmarks -- --filter '*'            the whole set, a few minutes
// dotnet run -c Release --project benchmarks/Routeur.AI.Benchmarks -- --filter '*' --job Dry   does everything still run? no figures
var summaries = BenchmarkSwitcher.FromAssembly(typeof(BenchmarkSetup).Assembly).Run(args, BenchmarkSetup.For(args));

// Without this a benchmark that throws would leave the run green.
return summaries.Any(summary => summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success)) ? 1 : 0;
