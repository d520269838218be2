namespace Routeur.AI.LocalGateway.Hosting;

/// <summary>An option is wrong. It leaves the gateway as an <see cref="ArgumentException"/>, or as what a configuration file has wrong.</summary>
/// <param name="option">Its place, for example <c>Rules[2].Provider</c>.</param>
/// <param name="reason">What is wrong with it: the end of a sentence that begins with the place.</param>
internal sealed class OptionException(string option, string reason) : Exception($"{option} {reason}.")
{
    public string Option { get; } = option;

    public string Reason { get; } = reason;
}
