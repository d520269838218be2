using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using OpenAI;

namespace Routeur.AI;

/// <summary>The connection to routeur.ai: one configured pipeline that chat and everything else goes through.</summary>
public sealed class RouteurClient : IDisposable
{
    /// <summary>Makes a client.</summary>
    public RouteurClient(RouteurOptions? options = null, Action<OpenAIClientOptions>? configure = null, ILoggerFactory? loggerFactory = null)
        : this(FixedSettings(options ?? new RouteurOptions()), configure, loggerFactory, httpClient: null, TimeProvider.System)
    {
    }

    /// <param name="settings">The settings in force now; asked once per call.</param>
    /// <param name="configure">Changes the SDK's options after ours are set.</param>
    /// <param name="loggerFactory">Where to log.</param>
    /// <param name="httpClient">Sends the requests; not disposed. Null makes an own connection pool.</param>
    /// <param name="timeProvider">The clock of time-outs and retries.</param>
    [SuppressMessage("Usage", "CA1801", Justification = "being built")]
    internal RouteurClient(
        Func<RouteurSettings> settings,
        Action<OpenAIClientOptions>? configure,
        ILoggerFactory? loggerFactory,
        HttpClient? httpClient,
        TimeProvider timeProvider) => Settings = settings();

    internal RouteurSettings Settings { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static Func<RouteurSettings> FixedSettings(RouteurOptions options)
    {
        RouteurSettings settings = RouteurSettings.Create(options);
        return () => settings;
    }
}
