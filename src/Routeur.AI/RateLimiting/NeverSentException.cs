namespace Routeur.AI.RateLimiting;

/// <summary>The caller cancelled before any provider can have worked: the call was never sent, or only refused by a limit. So it costs nothing.</summary>
internal sealed class NeverSentException(string message, CancellationToken cancellationToken) : OperationCanceledException(message, cancellationToken);
