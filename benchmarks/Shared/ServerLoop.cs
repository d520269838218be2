namespace Routeur.AI.Processes;

/// <summary>
/// The side of the server process. It says where it serves in one line, answers every line that comes in with a <see cref="ServerReading"/>,
/// and ends with its input: a parent that dies takes it along.
/// </summary>
internal static class ServerLoop
{
    /// <param name="endpoint">Where it serves.</param>
    /// <param name="apiKey">The key that clients must send.</param>
    /// <param name="underWay">How many requests it works on.</param>
    public static async Task RunAsync(Uri endpoint, string apiKey, Func<int> underWay)
    {
        // The terminal's Ctrl+C reaches both processes; this one goes when the parent has gone.
        Console.CancelKeyPress += (_, pressed) => pressed.Cancel = true;
        Console.WriteLine($"{endpoint} {apiKey}");
        while (await Console.In.ReadLineAsync() is not null)
        {
            Console.WriteLine(ServerReading.Take(endpoint, underWay()));
        }
    }
}
