using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Routeur.AI.DependencyInjection;

/// <summary>The last good settings of one client, following the configuration. Thread-safe.</summary>
internal sealed class MonitoredSettings : IDisposable
{
    private readonly string _name;
    private readonly IOptionsMonitor<RouteurOptions> _monitor;
    private readonly EnvironmentLookup? _environment;
    private readonly ILogger _logger;
    private readonly UnknownSettings? _unknown;
    private readonly object _reload = new();
    private readonly IDisposable? _subscription;
    private volatile RouteurSettings? _current;
    private string? _loggedProblem;

    /// <exception cref="ArgumentException">The options are invalid now; there is nothing to fall back on.</exception>
    public MonitoredSettings(string name, IOptionsMonitor<RouteurOptions> monitor, EnvironmentLookup? environment, ILogger logger, UnknownSettings? unknown = null)
    {
        _name = name;
        _monitor = monitor;
        _environment = environment;
        _logger = logger;
        _unknown = unknown;

        // Subscribed before the first look, so that no change falls between the two.
        _subscription = monitor.OnChange((_, changed) => Reload(changed));
        try
        {
            lock (_reload)
            {
                _current = Read();
            }
        }
        catch
        {
            _subscription?.Dispose();
            throw;
        }
    }

    /// <summary>The settings for a call that begins now.</summary>
    public RouteurSettings Current => _current!;

    public void Dispose() => _subscription?.Dispose();

    private void Reload(string? changed)
    {
        if ((changed ?? Options.DefaultName) != _name)
        {
            return;
        }

        lock (_reload)
        {
            try
            {
                _current = Read();
                if (_loggedProblem is not null)
                {
                    _loggedProblem = null;
                    SettingsLog.Accepted(_logger, DisplayName);
                }
            }
            catch (ArgumentException e)
            {
                // One reload may be reported several times, once by each section and provider.
                if (_loggedProblem != e.Message)
                {
                    _loggedProblem = e.Message;
                    SettingsLog.Rejected(_logger, DisplayName, e.Message);
                }
            }
        }
    }

    // Asked anew instead of taking the notification's options: of two reloads at once the later one must win.
    private RouteurSettings Read()
    {
        // First, because the misspelt key may be why the settings are refused.
        _unknown?.Tell(_name);
        return RouteurSettings.Create(_monitor.Get(_name), _environment is null ? null : name => _environment(name));
    }

    private string DisplayName => _name == Options.DefaultName ? "(unnamed)" : _name;
}
