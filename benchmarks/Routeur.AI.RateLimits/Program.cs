// How fast a batch goes through one key, in real time, against the local gateway in a process of its own:
//
//   dotnet run -c Release --project benchmarks/Routeur.AI.RateLimits -- --window sliding --processes 3
//
// Exit code 1 when a call failed or a target of docs/resilience.md was missed.
using Routeur.AI.RateLimits;

Settings settings;
try
{
    settings = Settings.Parse(args);
}
catch (Exception e) when (e is ArgumentException or UriFormatException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

return settings switch
{
    { Serve: true } => await GatewayProcess.RunAsync(settings),
    { Endpoint: not null } => await Worker.RunAsync(settings),
    _ => await Batch.RunAsync(settings, args),
};
