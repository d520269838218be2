using System.ClientModel.Primitives;
using System.Collections.Concurrent;
using Routeur.AI.ChaosTests.Faults;
using Routeur.AI.ChaosTests.Server;
using Routeur.AI.Pipeline;

namespace Routeur.AI.ChaosTests.Running;

/// <summary>Many calls at once into one kind of fault, and everything that must hold afterwards.</summary>
internal sealed class ChaosRun(Fault fault, IFaultServer server, CancellationToken test, bool cancel = false) : IDisposable
{
    /// <summary>Half of them streamed.</summary>
    public const int Calls = 304;

    public const string Key = "rtr_chaos_0123456789abcdef";

    private const int AtOnce = 16;

    /// <summary>The wait between two attempts, where it is the fault.</summary>
    private static readonly TimeSpan BackOff = TimeSpan.FromSeconds(1);

    /// <summary>Warm-up calls have numbers of their own.</summary>
    private const int WarmUp = 1_000_000;

    private readonly LeakWatch _watch = new();
    private readonly CancellationTokenSource _watchdog = Watchdog.Start(test);
    private readonly ConcurrentQueue<string> _problems = new();
    private RouteurSettings _settings = null!;

    /// <summary>Makes the calls, closes the clients, and fails for everything that is wrong.</summary>
    public async Task PassAsync()
    {
        OpenConnections.Watch();
        _settings = RouteurSettings.Create(new RouteurOptions
        {
            ApiKey = Key,
            Endpoint = new Uri($"{fault.Scheme}://127.0.0.1:{server.Port}/v1"),
            MaxRetries = Expected.MaxRetries,
            MaxRetryDelay = fault.BacksOff ? BackOff : TimeSpan.Zero,
            ConnectTimeout = fault.ConnectTimeout,
        });

        await CallAllAsync();
        await AfterwardsAsync();
        Assert.True(_problems.IsEmpty, $"{fault.Name}: {_problems.Count} problems. {string.Join("\n\n", _problems.Take(3))}");
        Assert.True(_watch.Watched >= Calls, "Nothing was watched.");
        Assert.True(OpenConnections.Seen(server.Port) || fault.UncountedAttempts || fault.Scheme == Uri.UriSchemeHttps, "No connection was seen.");
    }

    public void Dispose()
    {
        _watch.Dispose();
        _watchdog.Dispose();
    }

    private async Task CallAllAsync()
    {
        // A user's transport is the user's to dispose of; so is one that clients with clocks of their own share.
        using HttpClient? http = fault.Handler is { } handler ? new HttpClient(handler(server)) { Timeout = Timeout.InfiniteTimeSpan } :
            fault.Stalls ? RouteurHttp.CreateClient(_settings) :
            null;
        RouteurClient? shared = fault.Stalls || fault.ClientPerCall ? null : NewClient(http, TimeProvider.System);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Calls),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (call, _) => await CallAsync(shared, http, call));

        if (fault.Stalls && !fault.Multiplexed)
        {
            // A body that is given up while nobody reads it is drained by .NET for two seconds before its connection is closed.
            await OpenConnections.NoneAsync(server.Port, _watchdog.Token);
        }

        // The client lives, its finished calls do not.
        Note(await _watch.CollectAsync(), "The client is open");
        shared?.Dispose();
        _watch.Add("closed client", shared);
    }

    private async Task CallAsync(RouteurClient? shared, HttpClient? http, int call)
    {
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(_watchdog.Token);
        _watch.Add("the caller's token", caller);
        string? problem;
        if (fault.Stalls)
        {
            // A pool that is opening a connection already does not open another one for the next call.
            using HttpClient? own = fault.ClientPerCall ? new HttpClient(fault.Handler!(server)) { Timeout = Timeout.InfiniteTimeSpan } : null;
            problem = await StalledCallAsync(own ?? http!, call, caller);
        }
        else if (shared is not null)
        {
            problem = await CallAsync(shared, call, caller.Token);
        }
        else
        {
            using HttpClient? own = fault.Handler is { } handler ? new HttpClient(handler(server)) { Timeout = Timeout.InfiniteTimeSpan } : null;
            using RouteurClient client = NewClient(own, TimeProvider.System);
            _watch.Add("closed client", client);
            problem = await CallAsync(client, call, caller.Token);
        }

        server.End(call);
        Note(problem, $"Call {call}, {(IsStreamed(call) ? "streamed" : "plain")}");
    }

    private async Task<string?> CallAsync(RouteurClient client, int call, CancellationToken token)
    {
        if (fault.WarmUp)
        {
            Outcome good = await AskAsync(client, WarmUp + call, token);
            if (good.Problem(AnswerTo(WarmUp + call), Expected.Answer) is { } problem)
            {
                return problem;
            }
        }

        Outcome outcome = await AskAsync(client, call, token);
        return outcome.Problem(AnswerTo(call), Recovers(call) ? Expected.Answer : fault.For(IsStreamed(call)));
    }

    private async Task<string?> StalledCallAsync(HttpClient http, int call, CancellationTokenSource caller)
    {
        var clock = new CallClock();
        using RouteurClient client = NewClient(http, clock);
        _watch.Add("closed client", client);
        Task<Outcome> calling = AskAsync(client, call, caller.Token);

        TimeSpan limit = Limit(fault.For(IsStreamed(call)));
        Task stalled = fault.BacksOff
            ? clock.WaitFor(static wait => wait == BackOff, _watchdog.Token)
            : Task.WhenAll(server.Stalled(call), clock.WaitFor(wait => wait == limit, _watchdog.Token));
        await Task.WhenAny(calling, stalled);
        if (cancel)
        {
            await caller.CancelAsync();
            return (await calling).Problem(AnswerTo(call), caller.Token);
        }

        await clock.RunOutAsync(calling, limit, _watchdog.Token);
        return (await calling).Problem(AnswerTo(call), fault.For(IsStreamed(call)));
    }

    private async Task AfterwardsAsync()
    {
        const string When = "The clients are closed";
        try
        {
            await server.AllClosedAsync(_watchdog.Token);
            await OpenConnections.NoneAsync(server.Port, _watchdog.Token);
        }
        catch (OperationCanceledException)
        {
            Note("Connections are still open.", When);
        }

        Note(await _watch.CollectAsync(), When);
        Note(server.Failures.FirstOrDefault()?.ToString(), "The server");

        int expected = cancel ? Calls : Enumerable.Range(0, Calls).Sum(call => Recovers(call) ? 2 : fault.For(IsStreamed(call)).Attempts);
        if (!fault.UncountedAttempts && server.Attempts != expected)
        {
            Note($"{server.Attempts} attempts arrived; the errors count {expected}.", When);
        }
    }

    private RouteurClient NewClient(HttpClient? http, TimeProvider time)
    {
        RouteurSettings settings = _settings;
        return new RouteurClient(() => settings, o => o.AddPolicy(new WatchingPolicy(_watch), PipelinePosition.BeforeTransport), loggerFactory: null, http, time);
    }

    private Task<Outcome> AskAsync(RouteurClient client, int call, CancellationToken token) =>
        Outcome.OfAsync(client.AsIChatClient(), server.ModelFor(call), Prompt(call), IsStreamed(call), token);

    private string AnswerTo(int call) => server.AnswerTo(call, Prompt(call));

    private string Prompt(int call) => $"This is call {call}.".PadRight(fault.PromptLength, '.');

    private bool Recovers(int call) => fault.Recovers && Scripts.Recovers(call);

    private void Note(string? problem, string when)
    {
        if (problem is not null)
        {
            _problems.Enqueue($"{when}: {problem}");
        }
    }

    private TimeSpan Limit(Expected expected) => expected.Says switch
    {
        "RouteurOptions." + nameof(RouteurOptions.StreamFirstByteTimeout) => _settings.StreamFirstByteTimeout,
        "RouteurOptions." + nameof(RouteurOptions.StreamIdleTimeout) => _settings.StreamIdleTimeout,
        _ => _settings.ResponseTimeout,
    };

    private static bool IsStreamed(int call) => call % 2 == 1;
}
