using System.ClientModel.Primitives;

namespace Routeur.AI.Pipeline;

/// <summary>What our policies know about one call, carried in the message's properties: the settings it was started with, and its attempts.</summary>
/// <param name="settings">The settings in force when the call started.</param>
/// <param name="repeatable">
/// Whether sending it twice does no more than sending it once, or costs no more than money. False for what creates something under a new id.
/// </param>
internal sealed class CallState(RouteurSettings settings, bool repeatable = true)
{
    private int _attempts;

    public RouteurSettings Settings => settings;

    public bool Repeatable => repeatable;

    /// <summary>How many times the request was sent so far.</summary>
    public int Attempts => _attempts;

    public static CallState? Of(PipelineMessage message) =>
        message.TryGetProperty(typeof(CallState), out object? value) ? value as CallState : null;

    public void Attach(PipelineMessage message) => message.SetProperty(typeof(CallState), this);

    public void CountAttempt() => _attempts++;
}
