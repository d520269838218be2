using System.Text;
using CsCheck;

namespace Routeur.AI.FuzzTests.Fuzzing;

/// <summary>JSON values (and some that are none) that readers trip over.</summary>
internal static class OddValues
{
    /// <summary>A key as the service writes them; no message may ever repeat it.</summary>
    public const string Key = "rtr_fuzz_K3y9876543210";

    private static readonly byte[][] All =
    [
        .. new[]
        {
            "null", "true", "false", "0", "-1", "1.0", "12.5", "1e400", "-1e400", "1e-400", "9223372036854775807", "9223372036854775808",
            "-9223372036854775809", "18446744073709551616", "79228162514264337593543950336", "1e28", "253402300800", "-62135596801", "1e15", "00", "-", "1e",
            "\"\"", "\" \"", "\"x\"", "\"\\u0000\"", "\"\\ud83d\"", "\"\\udE00\\ud83d\"", "\"\\ud83d\\ude00\"", "\"\\uDC00\"", "\"\\u00\"", "\"\u202e\ufeff\u2028\"",
            "\"2026-13-45T99:99:99Z\"", "\"0001-01-01T00:00:00+14:00\"", "\"9999-12-31T23:59:59-14:00\"", "\"1e999\"", "\"-5\"", "\"NaN\"", "\"Infinity\"", "NaN",
            "[]", "{}", "[null]", "[[]]", "[{}]", "{\"\":0}", "{\"a\":1,\"a\":2}", "[1,\"2\",{\"type\":\"text\"}]", "{\"error\":{}}", "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:,\"}}",
            "[{\"type\":\"image_url\",\"image_url\":\"data:image/png;base64,=\"}]", "[{\"type\":\"thinking\",\"thinking\":[null,1]}]", "[{\"type\":\"file\",\"file\":{\"file_data\":\"data:x\"}}]",
            "[{\"url_citation\":{\"url\":\"http://[\",\"start_index\":-1,\"end_index\":1e9}}]", "[{\"b64_json\":\"***\",\"mime_type\":\"\\r\\n\"}]", "\"data:;base64\"", "\"http://[::1\"",
            "{\"data\":\"AQI\",\"transcript\":1}", "{\"message\":\"" + Key + "\",\"code\":\"" + Key + "\"}", "\"" + Key + "\"", "[{\"function\":{\"name\":null,\"arguments\":{}}}]",
            "[{\"index\":-1,\"id\":\"\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":\\\"\\\\ud800\\\"}\"}}]", "[{\"index\":9e18,\"function\":{\"arguments\":\"}\"}}]",
            "//", "/**/1", "'x'", "undefined", "data: ", "\n\n", "\r", "\n\ndata: {}\n\n", "\n\nevent: error\ndata: x\n\n", "\n\ndata: [DONE]\n\n", "\nevent: routeur\n", ",", "}", "]",
        }.Select(Encoding.UTF8.GetBytes),
        [(byte)'"', 0xFF, 0xFE, (byte)'"'],
        [(byte)'"', 0xED, 0xA0, 0x80, (byte)'"'],
        [(byte)'"', 0xF0, 0x9F, (byte)'"'],
        [(byte)'"', 0xC0, 0x80, (byte)'"'],
        Encoding.UTF8.GetBytes($"\"{new string('x', 70_000)}\""),
        Encoding.UTF8.GetBytes(new string('9', 5_000)),
        Encoding.UTF8.GetBytes(new string('[', 63) + new string(']', 63)),
        Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 60)) + "1" + new string('}', 60)),
        Encoding.UTF8.GetBytes(new string('[', 10_000)),
        Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 10_000))),
    ];

    /// <summary>What stands before and behind answers that proxies touched.</summary>
    public static byte[][] Padding { get; } =
    [
        [], " "u8.ToArray(), "\n"u8.ToArray(), "\r\n\r\n"u8.ToArray(), "\0"u8.ToArray(), ":\n"u8.ToArray(), ": ping\n\n"u8.ToArray(),
        "data: "u8.ToArray(), "<html>"u8.ToArray(), "["u8.ToArray(), "\t \n"u8.ToArray(), "\uFEFF"u8.ToArray(), "\n\uFEFF"u8.ToArray(), "{}"u8.ToArray(), "id: 1\n"u8.ToArray(),
    ];

    public static Gen<byte[]> Any { get; } = Gen.Int[0, All.Length - 1].Select(i => All[i]);
}
