namespace Routeur.AI.Management;

/// <summary>One request of the management endpoints.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">What follows the endpoint's address, already escaped, without a slash in front.</param>
/// <param name="Subject">What is asked for, as messages name it: <c>trace "01K…"</c>.</param>
internal sealed record ManagementRequest(string Method, string Path, string Subject)
{
    /// <summary>The JSON body, if any.</summary>
    public BinaryData? Body { get; init; }

    /// <summary>Whether it creates something, so that sending it twice does more than sending it once.</summary>
    public bool Creates { get; init; }

    /// <summary>Whether the endpoint is our reading, so that the service may not have it.</summary>
    public bool IsOurReading { get; init; }

    /// <summary>Whether the answer holds a secret, so that nothing of it may be quoted or kept.</summary>
    public bool AnswerIsSecret { get; init; }
}
