using Microsoft.Extensions.Logging;

namespace Routeur.AI.Tests.Support;

/// <summary>Clients whose payload host is a fake of its own, and answers of the management endpoints as the documentation shows them.</summary>
internal static class ManagementClients
{
    public const string Model =
        """
        {"id":"gpt-4o-mini","provider":"openai","aliases":["auto"],"context_window":128000,
         "pricing":{"prompt":0.15,"completion":0.60},"configured":true}
        """;

    public const string Route =
        """
        {"id":"route_1","name":"fast_lane","priority":50,"enabled":true,"action_kind":"pin",
         "match":{"requested_model":"team-fast"},"action":{"provider":"deepseek","model":"deepseek-chat"},
         "created_at":"2026-05-01T10:00:00Z","updated_at":"2026-05-02T10:00:00Z"}
        """;

    public const string PayloadUrl = "https://payloads.example/archive/01K?sig=s1gnature";

    public const string Trace =
        """
        {"request_id":"01K","organization_id":"org_42","api_key_id":"key_01J","provider":"openai","model":"gpt-4o-mini",
         "requested_model":"auto","route_reason":"default","latency_ms":2939,"prompt_tokens":13,"completion_tokens":7,"total_tokens":20,
         "cost_usd":0.00000615,"status_code":200,"redactions":1,"payload_url":"https://payloads.example/archive/01K?sig=s1gnature"}
        """;

    public static RouteurClient Create(
        HttpMessageHandler service,
        HttpMessageHandler? payloads = null,
        TimeProvider? time = null,
        Action<RouteurOptions>? options = null,
        ILoggerFactory? loggerFactory = null) =>
        new(TestClients.Settings(options), TestClients.Transport(service), loggerFactory, httpClient: null, time ?? TimeProvider.System, payloads ?? Unreachable());

    /// <summary>Repeats, and has no time-outs: the only waits on the clock are those between attempts.</summary>
    public static Action<RouteurOptions> Retrying(int maxRetries) => options =>
    {
        options.MaxRetries = maxRetries;
        options.ResponseTimeout = options.StreamFirstByteTimeout = options.StreamIdleTimeout = options.TotalTimeout = Timeout.InfiniteTimeSpan;
    };

    /// <summary>A host that no test expects to be called.</summary>
    public static StubHandler Unreachable() => new(request => throw new InvalidOperationException($"Nobody should ask {request.Uri.Host}."));

    /// <summary>Accepts requests and answers none, until it is cancelled.</summary>
    public static StubHandler Silent() => new(async (_, cancellationToken) =>
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        throw new InvalidOperationException("unreachable");
    });
}
