using System.Globalization;
using System.Text.RegularExpressions;

namespace Routeur.AI.ChaosTests.Server;

/// <summary>What the server has to know of a request, all of it from its headers.</summary>
/// <param name="Call">The call's number, which travels as the model's name.</param>
/// <param name="Streamed">Whether a stream is asked for.</param>
/// <param name="BodyLength">The length of the body.</param>
/// <param name="Attempt">Which attempt of its call it is, from 1.</param>
internal sealed partial record RawRequest(int Call, bool Streamed, int BodyLength, int Attempt)
{
    public static RawRequest Parse(string head, Func<int, int> countAttempt)
    {
        int call = int.Parse(CallHeader().Match(head).Groups[1].Value, CultureInfo.InvariantCulture);
        int length = int.Parse(LengthHeader().Match(head).Groups[1].Value, CultureInfo.InvariantCulture);
        return new RawRequest(call, head.Contains("text/event-stream", StringComparison.Ordinal), length, countAttempt(call));
    }

    [GeneratedRegex(@"^Routeur-Model: call-(\d+)\r$", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex CallHeader();

    [GeneratedRegex(@"^Content-Length: (\d+)\r$", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex LengthHeader();
}
