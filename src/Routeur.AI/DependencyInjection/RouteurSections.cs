using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Routeur.AI.DependencyInjection;

/// <summary>Knows which sections a client's options are read from: those it was given, or <c>Routeur</c> for the unnamed one.</summary>
internal sealed class RouteurSections(IEnumerable<RouteurSection> given, IConfiguration? root)
{
    public const string DefaultPath = "Routeur";

    private readonly ILookup<string, IConfiguration> _given = given.ToLookup(s => s.Name, s => s.Configuration);

    public IEnumerable<IConfiguration> Of(string name) =>
        _given.Contains(name) || name != Options.DefaultName || root is null ? _given[name] : [root.GetSection(DefaultPath)];
}
