using System.ClientModel.Primitives;
using System.Text.Json;

namespace Routeur.AI.Errors;

/// <summary>Turns what the service says about a failure into one <see cref="RouteurException"/>.</summary>
internal static class ErrorEnvelope
{
    /// <summary>An answer with an error status, or one whose body is an error object although its status says success.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="body">The beginning of its body, at most 64 KB; anything at all.</param>
    /// <param name="attempts">How many times the request was sent; 0 when it is not known.</param>
    public static RouteurException ToException(PipelineResponse response, ReadOnlyMemory<byte> body, int attempts = 0) =>
        throw new NotSupportedException("being built");

    /// <summary>An error object inside an answer that began well: <c>{"error": …}</c> as a stream's event or as a body with status 200.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="error">The value of <c>error</c>: an object, or whatever the gateway put there.</param>
    public static RouteurException ToException(PipelineResponse response, JsonElement error) =>
        throw new NotSupportedException("being built");

    /// <summary>An answer that cannot be understood. The message holds status, content type and the first 300 characters of what was received.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="received">What was received, or its beginning.</param>
    /// <param name="problem">What is wrong with it, as a sentence.</param>
    /// <param name="innerException">What the parser said.</param>
    public static RouteurException InvalidResponse(PipelineResponse response, ReadOnlySpan<byte> received, string problem, Exception? innerException = null) =>
        throw new NotSupportedException("being built");

    /// <summary>A stream that ended early.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="problem">How it ended, as a sentence.</param>
    /// <param name="innerException">What the transport said.</param>
    public static RouteurException StreamInterrupted(PipelineResponse response, string problem, Exception? innerException = null) =>
        throw new NotSupportedException("being built");
}
