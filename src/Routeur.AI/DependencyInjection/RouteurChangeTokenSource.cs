using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Routeur.AI.DependencyInjection;

/// <summary>Tells the options monitor when a client's sections change; a keyed client also changes with the unnamed one.</summary>
internal sealed class RouteurChangeTokenSource(string name, RouteurSections sections, IServiceProvider services)
    : IOptionsChangeTokenSource<RouteurOptions>
{
    public string Name => name;

    public IChangeToken GetChangeToken()
    {
        IEnumerable<IChangeToken> tokens = sections.Of(name).Select(s => s.GetReloadToken());
        if (name != Options.DefaultName)
        {
            // Not only our own source: an app may bind the unnamed options with AddOptions<RouteurOptions>().Bind(…).
            tokens = tokens.Concat(services.GetServices<IOptionsChangeTokenSource<RouteurOptions>>()
                .Where(source => (source.Name ?? Options.DefaultName) == Options.DefaultName)
                .Select(source => source.GetChangeToken()));
        }

        return new CompositeChangeToken([.. tokens]);
    }
}
