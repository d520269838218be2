using Microsoft.Extensions.Logging;

namespace Routeur.AI.DependencyInjection;

/// <summary>What is logged about the settings of a client in a container.</summary>
internal static partial class SettingsLog
{
    [LoggerMessage(20, LogLevel.Error,
        "The changed settings of the Routeur client {Client} are invalid; the last good ones stay in force. {Problem}")]
    public static partial void Rejected(ILogger logger, string client, string problem);

    [LoggerMessage(21, LogLevel.Information, "The settings of the Routeur client {Client} are valid again and in force.")]
    public static partial void Accepted(ILogger logger, string client);

    [LoggerMessage(22, LogLevel.Warning,
        "The Routeur client {Client} asks for a ConnectTimeout of {Own}, but all clients share one connection pool, with that of the " +
        "unnamed client: {Shared}.")]
    public static partial void ConnectTimeoutIsShared(ILogger logger, string client, TimeSpan own, TimeSpan shared);

    [LoggerMessage(23, LogLevel.Warning,
        "The configuration key {Key} is no setting of a Routeur client and has no effect. The setting of the nearest name is {Nearest}. Logged once.")]
    public static partial void Unknown(ILogger logger, string key, string nearest);
}
