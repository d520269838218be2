using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Routeur.AI;

/// <summary>An immutable, checked copy of <see cref="RouteurOptions"/>: what one call works with, whatever changes meanwhile.</summary>
internal sealed class RouteurSettings
{
    /// <summary>Where the address is set, for messages.</summary>
    public const string EndpointSetting = $"{nameof(RouteurOptions)}.{nameof(RouteurOptions.Endpoint)}";

    private RouteurSettings(RouteurOptions options, string apiKey, Uri endpoint, IReadOnlyList<RouteurTarget> fallbacks)
    {
        Endpoint = endpoint;
        ChatCompletionsUri = new Uri(endpoint.AbsoluteUri.TrimEnd('/') + "/chat/completions");
        ApiKey = apiKey;
        AuthorizationHeader = "Bearer " + apiKey;
        Model = options.Model.Trim();
        Provider = string.IsNullOrWhiteSpace(options.Provider) ? null : options.Provider.Trim();
        Trace = options.Trace;
        ConnectTimeout = options.ConnectTimeout;
        StreamFirstByteTimeout = options.StreamFirstByteTimeout;
        StreamIdleTimeout = options.StreamIdleTimeout;
        ResponseTimeout = options.ResponseTimeout;
        MaxRetries = options.MaxRetries;
        MaxRetryDelay = options.MaxRetryDelay;
        RetryTimeouts = options.RetryTimeouts;
        Fallbacks = fallbacks;
        TotalTimeout = options.TotalTimeout;
        RespectRateLimits = options.RespectRateLimits;
        QueueLimit = options.QueueLimit;
        QueueTimeout = options.QueueTimeout;
    }

    /// <summary>The base address, without a trailing slash unless its path is empty.</summary>
    public Uri Endpoint { get; }

    public Uri ChatCompletionsUri { get; }

    public string ApiKey { get; }

    public string AuthorizationHeader { get; }

    public string Model { get; }

    public string? Provider { get; }

    public bool Trace { get; }

    public TimeSpan ConnectTimeout { get; }

    public TimeSpan StreamFirstByteTimeout { get; }

    public TimeSpan StreamIdleTimeout { get; }

    public TimeSpan ResponseTimeout { get; }

    public int MaxRetries { get; }

    public TimeSpan MaxRetryDelay { get; }

    public bool RetryTimeouts { get; }

    public IReadOnlyList<RouteurTarget> Fallbacks { get; }

    public TimeSpan TotalTimeout { get; }

    public bool RespectRateLimits { get; }

    public int QueueLimit { get; }

    public TimeSpan QueueTimeout { get; }

    /// <summary>Checks <paramref name="options"/> and takes a copy.</summary>
    /// <param name="options">What the caller set.</param>
    /// <param name="getEnvironmentVariable">Where <c>ROUTEUR_KEY</c> is looked up; tests bring their own.</param>
    /// <exception cref="ArgumentException">A setting is missing or out of range; the message names it and the way out.</exception>
    public static RouteurSettings Create(RouteurOptions options, Func<string, string?>? getEnvironmentVariable = null)
    {
        if (options.LoadError is { } error)
        {
            throw new ArgumentException(error.Message, nameof(options), error);
        }

        Uri endpoint = CheckEndpoint(options);
        string apiKey = CheckApiKey(options, getEnvironmentVariable ?? Environment.GetEnvironmentVariable);

        if (string.IsNullOrWhiteSpace(options.Model))
        {
            Reject(nameof(options.Model), "is empty. Leave it at \"auto\", or name an alias or an upstream model id.");
        }

        CheckHeaderValue(nameof(options.Model), options.Model);
        if (!string.IsNullOrWhiteSpace(options.Provider))
        {
            CheckHeaderValue(nameof(options.Provider), options.Provider);
        }

        CheckTimeout(nameof(options.ConnectTimeout), options.ConnectTimeout, TimeSpan.FromHours(1));
        CheckTimeout(nameof(options.StreamFirstByteTimeout), options.StreamFirstByteTimeout, TimeSpan.FromHours(24));
        CheckTimeout(nameof(options.StreamIdleTimeout), options.StreamIdleTimeout, TimeSpan.FromHours(24));
        CheckTimeout(nameof(options.ResponseTimeout), options.ResponseTimeout, TimeSpan.FromHours(24));

        if (options.MaxRetries is < 0 or > 10)
        {
            Reject(nameof(options.MaxRetries), $"is {options.MaxRetries.ToString(CultureInfo.InvariantCulture)}. Use 0 to 10.");
        }

        if (options.MaxRetryDelay < TimeSpan.Zero || options.MaxRetryDelay > TimeSpan.FromHours(1))
        {
            Reject(nameof(options.MaxRetryDelay), $"is {options.MaxRetryDelay}. Use 0 to 1 hour.");
        }

        CheckTimeout(nameof(options.TotalTimeout), options.TotalTimeout, TimeSpan.FromHours(24));
        CheckTimeout(nameof(options.QueueTimeout), options.QueueTimeout, TimeSpan.FromHours(24));
        if (options.QueueLimit is < 0 or > 1_000_000)
        {
            Reject(nameof(options.QueueLimit), $"is {options.QueueLimit.ToString(CultureInfo.InvariantCulture)}. Use 0 to 1000000.");
        }

        IReadOnlyList<RouteurTarget> fallbacks = Routing.RoutingTargets.Check(options.Fallbacks, $"{nameof(RouteurOptions)}.{nameof(options.Fallbacks)}");
        return new RouteurSettings(options, apiKey, endpoint, fallbacks);
    }

    /// <summary>Never the key.</summary>
    public override string ToString() => $"{Endpoint} model {Model}";

    private static Uri CheckEndpoint(RouteurOptions options)
    {
        Uri endpoint = options.Endpoint ?? RouteurOptions.DefaultEndpoint;
        const string Example = "Use an absolute address such as \"https://api.routeur.ai/v1\".";

        if (!endpoint.IsAbsoluteUri)
        {
            // Not repeated: settings do get mixed up, and this one might be the key.
            Reject(nameof(options.Endpoint), $"is not an absolute address. {Example}");
        }

        if (endpoint.Scheme != Uri.UriSchemeHttps && endpoint.Scheme != Uri.UriSchemeHttp)
        {
            Reject(nameof(options.Endpoint), $"has the scheme \"{endpoint.Scheme}\". {Example}");
        }

        if (endpoint.UserInfo.Length > 0 || endpoint.Query.Length > 0 || endpoint.Fragment.Length > 0)
        {
            // The address itself is not repeated: what stands before the @ may be a secret.
            Reject(nameof(options.Endpoint), $"has user info, a query or a fragment, which an API address does not have. {Example}");
        }

        if (endpoint.Scheme == Uri.UriSchemeHttp && !endpoint.IsLoopback && !options.AllowInsecureEndpoint)
        {
            Reject(
                nameof(options.Endpoint),
                $"is plain http to \"{endpoint.Host}\": the key and every prompt would travel unencrypted. " +
                $"Use https, or set {nameof(RouteurOptions.AllowInsecureEndpoint)} if you mean it.");
        }

        return new Uri(endpoint.AbsoluteUri.TrimEnd('/'));
    }

    private static string CheckApiKey(RouteurOptions options, Func<string, string?> getEnvironmentVariable)
    {
        string? key = options.ApiKey;
        if (string.IsNullOrWhiteSpace(key))
        {
            key = getEnvironmentVariable(RouteurOptions.ApiKeyEnvironmentVariable);
        }

        if (string.IsNullOrWhiteSpace(key))
        {
            Reject(
                nameof(options.ApiKey),
                $"is missing. Set the environment variable {RouteurOptions.ApiKeyEnvironmentVariable}, or {nameof(RouteurOptions)}.{nameof(options.ApiKey)} " +
                "(\"Routeur:ApiKey\" in configuration). To try without a key, use the local gateway (package Routeur.AI.LocalGateway).");
        }

        key = key.Trim();
        foreach (char c in key)
        {
            if (c is <= ' ' or > '~')
            {
                // The key itself is never part of a message.
                Reject(nameof(options.ApiKey), "contains a space, a control character or a non-ASCII character. Copy the key again; it looks like \"rtr_…\".");
            }
        }

        return key;
    }

    private static void CheckHeaderValue(string setting, string value)
    {
        if (Routing.RoutingHeaderValue.FindProblem(value.Trim()) is { } problem)
        {
            Reject(setting, problem);
        }
    }

    private static void CheckTimeout(string setting, TimeSpan value, TimeSpan longest)
    {
        if (value != Timeout.InfiniteTimeSpan && (value < TimeSpan.FromMilliseconds(1) || value > longest))
        {
            Reject(setting, $"is {value}. Use 1 millisecond to {longest.TotalHours.ToString(CultureInfo.InvariantCulture)} h, or Timeout.InfiniteTimeSpan (\"-00:00:00.0010000\").");
        }
    }

    [DoesNotReturn]
    private static void Reject(string setting, string what) =>
        throw new ArgumentException($"{nameof(RouteurOptions)}.{setting} {what}", setting);
}
