using Microsoft.Extensions.Logging;

namespace Routeur.AI.Tests.Support;

/// <summary>One log entry: its message, exception and structured values as one text.</summary>
internal sealed record CapturedLog(string Category, LogLevel Level, string Text);
