using System.Globalization;

namespace Routeur.AI.Soak;

/// <summary>What the user typed.</summary>
internal sealed class SoakOptions
{
    public const string Usage =
        """
        Mixed and faulted traffic through RouteurChatClient against a local gateway in a process of its own, for a given time.

          --minutes <number>      how long; 0.1 to 1440, default 1
          --seconds <number>      the same in seconds; 6 to 86400
          --concurrency <number>  how many calls at once; 1 to 1000, default 32
          --seed <number>         which calls in which order; default 20261122
          --help                  this text

        From three minutes on memory is read every minute, below that six times.
        """;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private SoakOptions()
    {
    }

    public bool Help { get; private set; }

    /// <summary>How long traffic runs; reading memory comes on top.</summary>
    public TimeSpan Length { get; private set; } = Minute;

    public int Concurrency { get; private set; } = 32;

    public int Seed { get; private set; } = 20261122;

    /// <summary>How often traffic pauses and memory is read.</summary>
    public int Intervals => Length >= 3 * Minute ? (int)(Length / Minute) : 6;

    /// <summary>How long traffic runs between two readings.</summary>
    public TimeSpan Interval => Length / Intervals;

    /// <exception cref="UsageException">An argument is not known, or its value is wrong or missing.</exception>
    public static SoakOptions Parse(IReadOnlyList<string> args)
    {
        var options = new SoakOptions();
        for (int i = 0; i < args.Count; i++)
        {
            switch (args[i])
            {
                case "--minutes":
                    options.Length = TimeSpan.FromMinutes(Value(0.1, 1440));
                    break;
                case "--seconds":
                    options.Length = TimeSpan.FromSeconds(Value(6, 86400));
                    break;
                case "--concurrency":
                    options.Concurrency = (int)Value(1, 1000);
                    break;
                case "--seed":
                    options.Seed = (int)Value(0, int.MaxValue);
                    break;
                case "--help" or "-h" or "-?":
                    options.Help = true;
                    break;
                default:
                    throw new UsageException($"'{args[i]}' is not known; --help shows what is");
            }

            double Value(double least, double most)
            {
                string name = args[i];
                return ++i < args.Count && double.TryParse(args[i], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) &&
                    value >= least && value <= most
                    ? value
                    : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{name} needs a number from {least} to {most}"));
            }
        }

        return options;
    }
}
