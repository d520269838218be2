using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Routeur.AI.LocalGateway.Hosting;

/// <summary>
/// Somebody else's logger factory without the host's lines about requests: they hold the whole address, and so the signature of a payload
/// archive, which opens it without a key.
/// </summary>
internal sealed class HostLoggerFactory(ILoggerFactory inner) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) =>
        categoryName == "Microsoft.AspNetCore.Hosting.Diagnostics" ? NullLogger.Instance : inner.CreateLogger(categoryName);

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public void Dispose()
    {
        // It belongs to whoever brought it.
    }
}
