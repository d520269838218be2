using System.Globalization;
using Routeur.AI.LocalGateway;

namespace Routeur.AI.RateLimits;

/// <summary>What the command line asks for.</summary>
internal sealed record Settings
{
    public const string Usage =
        "Use: [--window fixed|sliding] [--processes <n>] [--calls <n>] [--requests-per-minute <n>] [--tokens-per-minute <n>] [--client routeur|official]";

    public GatewayRateWindow Window { get; private init; }

    public int Processes { get; private init; } = 1;

    public int Calls { get; private init; } = 3000;

    public int RequestsPerMinute { get; private init; } = 600;

    public int TokensPerMinute { get; private init; } = 200_000;

    public bool Official { get; private init; }

    /// <summary>Set for a worker process: where the gateway listens.</summary>
    public Uri? Endpoint { get; private init; }

    /// <summary>Set for a worker process: the local gateway's key.</summary>
    public string? Key { get; private init; }

    /// <summary>Whether this process is the gateway's.</summary>
    public bool Serve { get; private init; }

    /// <exception cref="ArgumentException">An option is unknown or has a value that it cannot have.</exception>
    public static Settings Parse(string[] args)
    {
        var settings = new Settings();
        for (int i = 0; i < args.Length; i += 2)
        {
            string value = i + 1 < args.Length ? args[i + 1] : throw new ArgumentException($"{args[i]} has no value. {Usage}");
            settings = args[i] switch
            {
                "--window" when value is "fixed" or "sliding" => settings with { Window = value == "fixed" ? GatewayRateWindow.Fixed : GatewayRateWindow.Sliding },
                "--processes" => settings with { Processes = Number(args[i], value, 64) },
                "--calls" => settings with { Calls = Number(args[i], value, 100_000) },
                "--requests-per-minute" => settings with { RequestsPerMinute = Number(args[i], value, 1_000_000) },
                "--tokens-per-minute" => settings with { TokensPerMinute = Number(args[i], value, 1_000_000_000) },
                "--client" when value is "routeur" or "official" => settings with { Official = value == "official" },
                "--role" when value == "gateway" => settings with { Serve = true },
                "--endpoint" => settings with { Endpoint = new Uri(value) },
                "--key" => settings with { Key = value },
                _ => throw new ArgumentException($"{args[i]} {value} is not understood. {Usage}"),
            };
        }

        return settings;
    }

    private static int Number(string option, string value, int most) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= most
            ? number
            : throw new ArgumentException($"{option} {value} is no number from 1 to {most.ToString(CultureInfo.InvariantCulture)}. {Usage}");
}
