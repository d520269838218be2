namespace ChatService;

/// <summary>What this service logs itself.</summary>
internal static partial class ServiceLog
{
    [LoggerMessage(1, LogLevel.Warning, "A chat call failed: {Reason}")]
    public static partial void CallFailed(ILogger logger, string reason);

    [LoggerMessage(2, LogLevel.Error, "{Problem} {Reason} The settings stay as they are.")]
    public static partial void FileIsUnreadable(ILogger logger, string problem, string reason);
}
