using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Routeur.AI.LocalGateway;
using Routeur.AI.LocalGateway.Tool;

try
{
    CommandLine command = CommandLine.Parse(args);
    if (command.Help)
    {
        Console.WriteLine(CommandLine.Usage);
        return 0;
    }

    using ILoggerFactory logging = ConsoleLog.Create(command.Verbose);
    RouteurLocalGatewayOptions options = command.Options();
    options.LoggerFactory = logging;

    var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

    RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync(options).ConfigureAwait(false);
    await using (gateway.ConfigureAwait(false))
    {
        Console.WriteLine(StartupText.For(gateway));
        await stop.Task.ConfigureAwait(false);
        Console.WriteLine("Stopping; answers that are under way are finished first.");
    }

    return 0;

    // The second signal ends the program at once.
    void Stop(PosixSignalContext signal) => signal.Cancel = stop.TrySetResult();
}
catch (Exception e) when (e is UsageException or GatewayConfigurationException or ArgumentException or IOException or SocketException)
{
    Console.Error.WriteLine($"routeur-gateway: {e.Message.ReplaceLineEndings(" ")}");
    return 1;
}
