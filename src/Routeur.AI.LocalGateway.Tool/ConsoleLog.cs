using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Routeur.AI.LocalGateway.Tool;

/// <summary>The log, on standard error: standard output is for the lines to paste.</summary>
internal static class ConsoleLog
{
    public static ILoggerFactory Create(bool verbose) => LoggerFactory.Create(log => log
        // What the host logs when it cannot start, the program says itself; what Kestrel calls an unhandled exception is a scripted cut.
        .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)
        .AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.None)
        .SetMinimumLevel(verbose ? LogLevel.Information : LogLevel.Warning)
        .AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat, console.ColorBehavior) = (true, "HH:mm:ss ", LoggerColorBehavior.Default))
        .Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
}
