using Microsoft.Extensions.Options;
using Routeur.AI.Errors;

namespace Routeur.AI.DependencyInjection;

/// <summary>Runs a delegate of the app on one client's options; it runs again at each reload, whose thread must not see it fail.</summary>
internal sealed class RouteurOptionsDelegate(string client, Action<RouteurOptions> configure) : IConfigureNamedOptions<RouteurOptions>
{
    public void Configure(RouteurOptions options) => Configure(Options.DefaultName, options);

    public void Configure(string? name, RouteurOptions options)
    {
        if ((name ?? Options.DefaultName) != client)
        {
            return;
        }

        try
        {
            configure(options);
        }
#pragma warning disable CA1031 // Whatever the delegate throws rejects the options: thrown at start-up, logged at a reload.
        catch (Exception e)
#pragma warning restore CA1031
        {
            // The delegate's own exception is not kept: the key that is hidden in the message would show in its.
            options.LoadError = new InvalidOperationException(
                $"The delegate that configures {nameof(RouteurOptions)} threw {e.GetType().Name}: {Secrets.Hide(e.Message, options.ApiKey)}");
        }
    }
}
