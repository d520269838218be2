using System.Diagnostics;
using System.Globalization;

namespace Routeur.AI.RateLimits;

/// <summary>One batch: the gateway's process, the workers', and the verdict.</summary>
internal static class Batch
{
    public static async Task<int> RunAsync(Settings settings, string[] args)
    {
        using Process gateway = Start([.. args, "--role", "gateway"]);
        string[] where = (await gateway.StandardOutput.ReadLineAsync())?.Split(' ') ?? throw new InvalidOperationException("The gateway did not start.");

        Outcome[] outcomes = await Task.WhenAll(Enumerable.Range(0, settings.Processes).Select(async i =>
        {
            int calls = (settings.Calls / settings.Processes) + (i < settings.Calls % settings.Processes ? 1 : 0);
            using Process worker = Start([.. args, "--calls", Text(calls), "--endpoint", where[0], "--key", where[1]]);
            string outcome = await worker.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("A worker ended without a word.");
            await worker.WaitForExitAsync();
            return Outcome.Parse(outcome);
        }));
        gateway.StandardInput.Close();
        await gateway.WaitForExitAsync();
        return Report(settings, outcomes.Aggregate((a, b) => a + b));
    }

    // Nobody can be faster: each minute holds as many requests, and as many tokens, as its cap; what the last minute holds is sent when it begins, and
    // takes as long as a call takes.
    private static TimeSpan Theoretical(Settings settings, Outcome outcome)
    {
        double minutes = Math.Max(
            Math.Ceiling((double)settings.Calls / settings.RequestsPerMinute), Math.Ceiling((double)outcome.Tokens / settings.TokensPerMinute));
        return TimeSpan.FromMinutes(Math.Max(0, minutes - 1)) + TimeSpan.FromSeconds(outcome.CallSeconds);
    }

    private static int Report(Settings settings, Outcome outcome)
    {
        // From the first call of the first process to the end of the last one: starting a process is not what is measured.
        TimeSpan actual = outcome.Ended - outcome.Began;
        TimeSpan theoretical = Theoretical(settings, outcome);
        double reached = theoretical / actual;
        double refused = (double)outcome.Refusals / Math.Max(1, outcome.Answers);
        Console.WriteLine(
            $"{(settings.Official ? "official" : "routeur")}, {settings.Window} window, {settings.Processes} process(es), {settings.Calls} calls, " +
            $"{settings.RequestsPerMinute} requests and {settings.TokensPerMinute} tokens a minute");
        Console.WriteLine($"  succeeded    {outcome.Succeeded}, failed {outcome.Failed}{(outcome.FirstError is null ? "" : $" (first: {outcome.FirstError})")}");
        Console.WriteLine($"  429s         {outcome.Refusals} of {outcome.Answers} answers ({refused.ToString("P1", CultureInfo.InvariantCulture)})");
        Console.WriteLine($"  tokens       {outcome.Tokens}");
        Console.WriteLine($"  time         {Seconds(actual)} s; the caps allow {Seconds(theoretical)} s: {reached.ToString("P1", CultureInfo.InvariantCulture)}");
        if (settings.Official)
        {
            return 0;
        }

        bool good = outcome.Failed == 0 && (settings.Processes > 1 ? reached >= 0.90 : reached >= 0.97 && refused <= 0.01);
        Console.WriteLine(good ? "  targets met" : "  TARGET MISSED");
        return good ? 0 : 1;
    }

    private static Process Start(string[] args)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, args) { RedirectStandardInput = true, RedirectStandardOutput = true };
        return Process.Start(start) ?? throw new InvalidOperationException("A process could not be started.");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture);
}
