using System.Globalization;

namespace Routeur.AI;

/// <summary>A target that a call was sent to before it moved on to a fallback, and why it did not answer. Immutable.</summary>
public sealed class RouteurFailedTarget
{
    internal RouteurFailedTarget(string? provider, string? model, RouteurErrorCode errorCode, int? status, string? requestId, string? message)
    {
        Provider = provider;
        Model = model;
        ErrorCode = errorCode;
        Status = status;
        RequestId = requestId;
        Message = message;
    }

    /// <summary>The provider that the call forced; null when it left the choice to the service.</summary>
    public string? Provider { get; }

    /// <summary>The model that the call asked for: <c>auto</c>, an alias or an upstream id.</summary>
    public string? Model { get; }

    /// <summary>Why it failed.</summary>
    public RouteurErrorCode ErrorCode { get; }

    /// <summary>The HTTP status; 0 when there was no answer, 200 for an error inside a stream. Null when it is not known.</summary>
    public int? Status { get; }

    /// <summary>The id to look the failed call's trace up with, when the service told it.</summary>
    public string? RequestId { get; }

    /// <summary>What the error said.</summary>
    public string? Message { get; }

    /// <summary>Target and reason in one line.</summary>
    public override string ToString() =>
        $"{(Provider is null ? "" : Provider + "/")}{Model ?? "?"}: {ErrorCode}" +
        (Status is null ? "" : $", HTTP {Status.Value.ToString(CultureInfo.InvariantCulture)}");
}
