using System.Text;

namespace Routeur.AI.Benchmarks.Gateway;

/// <summary>What is asked of a server. The gateway tells by the body what to do, the floor by the path.</summary>
/// <param name="Path">The floor's path, and a word in the body.</param>
/// <param name="Stream">Whether the answer is streamed.</param>
internal sealed record Prompt(string Path, bool Stream)
{
    /// <summary>An echo of the prompt, in one piece.</summary>
    public static readonly Prompt Plain = new("plain", Stream: false);

    /// <summary>A text of two hundred pieces.</summary>
    public static readonly Prompt Streamed = new("streamed", Stream: true);

    /// <summary>A stream that falls silent after three pieces.</summary>
    public static readonly Prompt Held = new("held", Stream: true);

    /// <summary>The request's body: two short messages.</summary>
    public byte[] Body { get; } = Encoding.UTF8.GetBytes(
        $$"""{"model":"auto","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"What does the {{Path}} fox do?"}]{{(Stream ? ""","stream":true,"stream_options":{"include_usage":true}""" : "")}}}""");

    /// <summary>Whether a body is this prompt's.</summary>
    public bool IsIn(string body) => body.Contains($"the {Path} fox", StringComparison.Ordinal);
}
