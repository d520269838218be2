using System.Globalization;

namespace Routeur.AI.LocalGateway.Tool;

/// <summary>What the user typed.</summary>
internal sealed class CommandLine
{
    public const string Usage =
        """
        routeur-gateway: a local stand-in for the gateway of routeur.ai, on 127.0.0.1, with a simulated model.

          --port <number>    the port; default: the configuration's, else a free one
          --key <rtr_…>      the key that clients must send; default: the configuration's, else a random one
          --config <file>    a JSON file with models, rules, limits and scripted replies
          --verbose          log every request to standard error
          --help             this text

        Ctrl+C or SIGTERM stops it after the answers that are under way. A mistake is one line on standard error and exit code 1.
        """;

    private int? _port;
    private string? _key;
    private string? _config;

    private CommandLine()
    {
    }

    public bool Help { get; private set; }

    public bool Verbose { get; private set; }

    /// <exception cref="UsageException">An argument is not known, or its value is wrong or missing.</exception>
    public static CommandLine Parse(IReadOnlyList<string> args)
    {
        var command = new CommandLine();
        for (int i = 0; i < args.Count; i++)
        {
            string[] parts = args[i].Split('=', 2);
            switch (parts[0])
            {
                case "--port":
                    command._port = Port(Value());
                    break;
                case "--key":
                    command._key = Value();
                    break;
                case "--config":
                    command._config = Value();
                    break;
                case "--verbose" when parts.Length == 1:
                    command.Verbose = true;
                    break;
                case "--help" or "-h" or "-?" when parts.Length == 1:
                    command.Help = true;
                    break;
                default:
                    throw new UsageException($"'{args[i]}' is not known; --help shows what is");
            }

            // --port 8080 or --port=8080
            string Value() => parts.Length == 2 ? parts[1]
                : ++i < args.Count ? args[i]
                : throw new UsageException($"{parts[0]} needs a value; --help shows which");
        }

        return command;
    }

    /// <summary>The options of the configuration file, if there is one, with what the command line says on top.</summary>
    public RouteurLocalGatewayOptions Options()
    {
        RouteurLocalGatewayOptions options = _config is null ? new() : RouteurLocalGatewayOptions.Load(_config);
        options.Port = _port ?? options.Port;
        options.ApiKey = _key ?? options.ApiKey;
        return options;
    }

    private static int Port(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port <= 65535
            ? port
            : throw new UsageException($"--port is '{text}'; it must be 0 to 65535");
}
