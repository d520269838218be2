using System.ClientModel.Primitives;
using Routeur.AI.RateLimiting;
using Routeur.AI.Resilience;

namespace Routeur.AI.Pipeline;

/// <summary>What our policies know about one call, carried in the message's properties: the settings it was started with, and its attempts.</summary>
internal sealed class CallState(RouteurSettings settings)
{
    private int _attempts;

    public RouteurSettings Settings => settings;

    /// <summary>Whether sending it twice leaves no more behind than sending it once. False for what creates something under a new id.</summary>
    public bool Repeatable { get; init; } = true;

    /// <summary>Whether the request asks for server-sent events.</summary>
    public bool AsksForEvents { get; init; }

    /// <summary>Whether the call has another target: then an upstream failure moves on at once instead of being repeated here.</summary>
    public bool HasNextTarget { get; init; }

    /// <summary>Whether another target has failed before: the call has begun, and a full queue must not end it.</summary>
    public bool HasMovedOn { get; init; }

    /// <summary>When the whole call has to be over; for a message of the official client, when its pauses have to be.</summary>
    public CallDeadline Deadline { get; set; }

    /// <summary>The pause before the next attempt, once the retry policy has decided for one.</summary>
    public TimeSpan NextDelay { get; set; }

    /// <summary>The caller's cap on output tokens; null without one.</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>The call's place in the queue of its key, once it has one.</summary>
    public RateTicket? Ticket { get; set; }

    /// <summary>How many of the attempts a limit refused; they lead back into the queue and are no failures.</summary>
    public int Refusals { get; set; }

    /// <summary>How many times the request was sent so far.</summary>
    public int Attempts => _attempts;

    /// <summary>Whether a provider may have worked already: an attempt, here or at an earlier target, was not refused by a limit.</summary>
    public bool MayHaveBeenBilled => _attempts > Refusals || HasMovedOn;

    public static CallState? Of(PipelineMessage message) =>
        message.TryGetProperty(typeof(CallState), out object? value) ? value as CallState : null;

    public void Attach(PipelineMessage message) => message.SetProperty(typeof(CallState), this);

    public void CountAttempt() => _attempts++;

    /// <summary>An error of this call as it leaves the library: without the key, and saying how many attempts were made.</summary>
    public RouteurException ForCaller(RouteurException error) => error.WithoutKey(settings.ApiKey).WithAttempts(_attempts);
}
