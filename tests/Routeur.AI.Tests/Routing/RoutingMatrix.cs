using Microsoft.Extensions.AI;
using Routeur.AI.Routing;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Routing;

/// <summary>Everything that the three levels can say, in all combinations, with what is to be sent, written down by hand.</summary>
internal static class RoutingMatrix
{
    // Name: as in the table of docs/routing.md. Sent: what the level sends when it decides; null when it says nothing.
    public sealed record Call(string Name, Func<ChatOptions?> Options, Sent? Sent);

    public sealed record Scope(string Name, Func<IDisposable?> Open, Sent? Sent, bool Overriding = false);

    public sealed record Client(string Name, RouteurSettings Settings, Sent Sent);

    /// <summary>The two headers and the body's model.</summary>
    public sealed record Sent(string? Provider, string? Model, string Body);

    public sealed record Row(Call Call, Scope Scope, Client Client)
    {
        public (RouteurDecisionLevel Level, Sent Sent) Expected =>
            Scope.Overriding ? (RouteurDecisionLevel.OverridingScope, Scope.Sent!)
            : Call.Sent is { } call ? (RouteurDecisionLevel.Call, call)
            : Scope.Sent is { } scope ? (RouteurDecisionLevel.Scope, scope)
            : (RouteurDecisionLevel.Client, Client.Sent);

        public RouteurDecision Resolve()
        {
            using IDisposable? scope = Scope.Open();
            return RoutingPrecedence.Resolve(Call.Options(), rawModel: null, RouteurRouting.Current, Client.Settings);
        }

        public override string ToString() => $"call {Call.Name}, scope {Scope.Name}, client {Client.Name}";
    }

    public static Call[] Calls { get; } =
    [
        new("nothing", () => null, null),
        new("`ModelId` auto", () => new() { ModelId = "auto" }, new(null, null, "auto")),
        new("`ModelId` gpt-4o-mini", () => new() { ModelId = "gpt-4o-mini" }, new(null, null, "gpt-4o-mini")),
        new("provider openai", () => new ChatOptions().WithRouteur(provider: "openai"), new("openai", null, "auto")),
        new("model gpt-4o", () => new ChatOptions().WithRouteur(model: "gpt-4o"), new(null, "gpt-4o", "gpt-4o")),
        new("provider openai, model gpt-4o", () => new ChatOptions().WithRouteur("openai", "gpt-4o"), new("openai", "gpt-4o", "gpt-4o")),
        new("provider openai, `ModelId` gpt-4o-mini", () => new ChatOptions { ModelId = "gpt-4o-mini" }.WithRouteur("openai"), new("openai", "gpt-4o-mini", "gpt-4o-mini")),
    ];

    public static Scope[] Scopes { get; } =
    [
        new("none", () => null, null),
        new("provider gemini", () => RouteurRouting.BeginScope("gemini"), new("gemini", null, "auto")),
        new("provider gemini, model gemini-2.5-pro", () => RouteurRouting.BeginScope("gemini", "gemini-2.5-pro"), new("gemini", "gemini-2.5-pro", "gemini-2.5-pro")),
        new("overriding, provider gemini", () => RouteurRouting.BeginScope("gemini", overrideCalls: true), new("gemini", null, "auto"), Overriding: true),
    ];

    public static Client[] Clients { get; } =
    [
        new("defaults", Settings(), new(null, null, "auto")),
        new("model deepseek-chat", Settings(model: "deepseek-chat"), new(null, null, "deepseek-chat")),
        new("provider deepseek", Settings("deepseek"), new("deepseek", null, "auto")),
        new("provider deepseek, model deepseek-chat", Settings("deepseek", "deepseek-chat"), new("deepseek", "deepseek-chat", "deepseek-chat")),
    ];

    public static IEnumerable<Row> Rows =>
        from call in Calls
        from scope in Scopes
        from client in Clients
        select new Row(call, scope, client);

    public static RouteurSettings Settings(string? provider = null, string model = "auto", bool trace = true) =>
        RouteurSettings.Create(TestClients.Options(o => (o.Provider, o.Model, o.Trace) = (provider, model, trace)));
}
