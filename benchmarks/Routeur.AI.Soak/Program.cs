using Routeur.AI.Soak;
using Routeur.AI.Soak.Gateway;

// dotnet run -c Release --project benchmarks/Routeur.AI.Soak -- --minutes 1
// Exit code 0: everything was as expected; 1: something was not, and the last lines say what; 2: the command line is wrong.
try
{
    if (args is [GatewayProgram.Switch])
    {
        await GatewayProgram.RunAsync();
        return 0;
    }

    SoakOptions options = SoakOptions.Parse(args);
    if (options.Help)
    {
        Console.WriteLine(SoakOptions.Usage);
        return 0;
    }

    return await SoakRun.RunAsync(options) ? 0 : 1;
}
catch (UsageException e)
{
    Console.Error.WriteLine($"soak: {e.Message}");
    return 2;
}
