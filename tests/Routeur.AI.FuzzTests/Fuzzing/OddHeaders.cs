using CsCheck;

namespace Routeur.AI.FuzzTests.Fuzzing;

/// <summary>Headers of answers with values that nobody should send.</summary>
internal static class OddHeaders
{
    private static readonly string[] Names =
    [
        "Retry-After", "X-Request-Id", "Routeur-Request-Id", "Content-Type", "Location", "Date", "X-Routeur-Trace-Provider", "X-Routeur-Trace-Payload", "X-Routeur-Trace-Status",
        Routing.RouteurHeaderNames.RequestsRemaining, Routing.RouteurHeaderNames.TokensRemaining, Routing.RouteurHeaderNames.RequestId,
    ];

    private static readonly string[] Values =
    [
        "", " ", "0", "-1", "1", "1.5", "+5", "007", "1e3", "1e400", "-1e400", "NaN", "Infinity", "-Infinity", "∞", "99999999999999999999", "922337203685.4776", "9223372036854775807",
        "1,000", "5;q=1", "0x10", "٣", "1 2", "Wed, 21 Oct 2015 07:28:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 01 Jan 0001 00:00:00 +1400", "31 Feb 2026", "99:99", "12",
        "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "2026-11-22", "Sunday", "1:2:3:4", "text/event-stream; charset=\"", ";;;", "https://evil.example/x?y#z", "//evil.example", "http://[::1",
        "javascript:alert(1)", "\u00e9\u4e2d\ud83d\ude00", OddValues.Key, $"Bearer {OddValues.Key}", new string('x', 3_000), new string('9', 400), "\"", "a=b",
    ];

    public static Gen<(string Name, string Value)[]> Any { get; } =
        Gen.Select(Gen.Int[0, Names.Length - 1].Select(i => Names[i]), Gen.Int[0, Values.Length - 1].Select(i => Values[i])).Array[0, 5];

    public static HttpResponseMessage AddTo(HttpResponseMessage answer, (string Name, string Value)[] headers)
    {
        foreach ((string name, string value) in headers)
        {
            if (!answer.Headers.TryAddWithoutValidation(name, value))
            {
                answer.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return answer;
    }
}
