using System.Diagnostics;

namespace Routeur.AI.LocalGateway.Tests.Support;

/// <summary>A process that a test has started, with what it said.</summary>
internal sealed class ToolProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ToolProcess(Process process) => _process = process;

    public StreamReader Output => _process.StandardOutput;

    public static ToolProcess Start(string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return new ToolProcess(Process.Start(start)!);
    }

    /// <summary>Lets a process run to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(
        string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        await using ToolProcess process = Start(program, arguments, environment);
        Task<string> output = process._process.StandardOutput.ReadToEndAsync(TestCaller.Cancel);
        Task<string> error = process._process.StandardError.ReadToEndAsync(TestCaller.Cancel);
        await process._process.WaitForExitAsync(TestCaller.Cancel);
        return (process._process.ExitCode, await output, await error);
    }

    /// <summary>The value of the line that sets a variable.</summary>
    public async Task<string> ReadVariableAsync(string name)
    {
        while (await Output.ReadLineAsync(TestCaller.Cancel) is { } line)
        {
            if (line.Contains($"{name}", StringComparison.Ordinal) && line.Split('\'') is [_, var value, _])
            {
                return value;
            }
        }

        throw new InvalidOperationException($"No {name}, but: {await _process.StandardError.ReadToEndAsync(TestCaller.Cancel)}");
    }

    /// <summary>The next line of its log that holds this.</summary>
    public async Task<string> ReadErrorAsync(string text)
    {
        while (await _process.StandardError.ReadLineAsync(TestCaller.Cancel) is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"The log does not hold '{text}'.");
    }

    /// <summary>Asks the process to stop: <c>INT</c> as Ctrl+C does, <c>TERM</c> as a container's host does.</summary>
    public async Task SignalAsync(string signal)
    {
        var (exitCode, _, error) = await RunAsync("kill", [$"-{signal}", $"{_process.Id}"]);
        Assert.True(exitCode == 0, error);
    }

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync(TestCaller.Cancel);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
