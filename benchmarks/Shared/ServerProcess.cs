using System.Diagnostics;

namespace Routeur.AI.Processes;

/// <summary>
/// This program a second time, as a server: what it allocates and computes is its own, and nothing of it is in the client's figures.
/// Disposing it ends it.
/// </summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    private ServerProcess(Process process, Uri endpoint, string apiKey)
    {
        _process = process;
        Endpoint = endpoint;
        ApiKey = apiKey;
    }

    public Uri Endpoint { get; }

    public string ApiKey { get; }

    /// <param name="arguments">What makes this program the server.</param>
    public static async Task<ServerProcess> StartAsync(params string[] arguments)
    {
        string program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };

        // Optimise hot code as soon as it is hot, and not when the process has calmed down.
        start.Environment["DOTNET_TC_CallCountingDelayMs"] = "0";
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        }

        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        Process process = Process.Start(start)!;
        try
        {
            string line = await ReadLineAsync(process);
            string[] parts = line.Split(' ');
            return new ServerProcess(process, new Uri(parts[0]), parts[1]);
        }
        catch
        {
            process.Kill();
            process.Dispose();
            throw;
        }
    }

    /// <summary>Asks the server about itself; it collects its garbage first.</summary>
    /// <exception cref="InvalidOperationException">It has ended.</exception>
    public async Task<ServerReading> ReadAsync()
    {
        await _process.StandardInput.WriteLineAsync("read");
        await _process.StandardInput.FlushAsync();
        return ServerReading.Parse(await ReadLineAsync(_process));
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static async Task<string> ReadLineAsync(Process process) =>
        await process.StandardOutput.ReadLineAsync().WaitAsync(Patience)
        ?? throw new InvalidOperationException("The server process has ended; its standard error says why.");
}
