using BenchmarkDotNet.Running;
using Routeur.AI.Benchmarks.Gateway;
using Routeur.AI.Benchmarks.Running;

// dotnet run -c Release --project benchmarks/Routeur.AI.Benchmarks -- --filter '*'            the whole set, a few minutes
// dotnet run -c Release --project benchmarks/Routeur.AI.Benchmarks -- --filter '*' --job Dry   does everything still run? no figures
// dotnet run -c Release --project benchmarks/Routeur.AI.Benchmarks -- gateway                  the local gateway as a server, a minute and a half
switch (args)
{
    case [GatewayCommand.Switch]:
        await GatewayCommand.RunAsync();
        return 0;
    case [GatewayServer.Switch]:
        await GatewayServer.RunAsync();
        return 0;
    case [FloorServer.Switch]:
        await FloorServer.RunAsync();
        return 0;
}

var summaries = BenchmarkSwitcher.FromAssembly(typeof(BenchmarkSetup).Assembly).Run(args, BenchmarkSetup.For(args));

// Without this a benchmark that throws would leave the run green.
return summaries.Any(summary => summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success)) ? 1 : 0;
