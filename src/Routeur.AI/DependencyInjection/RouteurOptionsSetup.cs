using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Routeur.AI.Errors;

namespace Routeur.AI.DependencyInjection;

/// <summary>The ground that a client's options stand on: everything that the unnamed client has, then the client's own sections.</summary>
/// <remarks>It never throws: it also runs on the thread that reloads the configuration.</remarks>
internal sealed class RouteurOptionsSetup(RouteurSections sections, IServiceProvider services) : IConfigureNamedOptions<RouteurOptions>
{
    public void Configure(RouteurOptions options) => Configure(Options.DefaultName, options);

    public void Configure(string? name, RouteurOptions options)
    {
        name ??= Options.DefaultName;
        if (name != Options.DefaultName)
        {
            // Made anew, not taken from the monitor's cache, which after a reload may still hold the old ones. Asked for only now,
            // because the factory itself needs this object.
            services.GetRequiredService<IOptionsFactory<RouteurOptions>>().Create(Options.DefaultName).CopyTo(options);
        }

        foreach (IConfiguration section in sections.Of(name))
        {
            Bind(section, options);
        }
    }

    private static void Bind(IConfiguration section, RouteurOptions options)
    {
        // The binder would repeat the value, and a malformed address may hold a password.
        if (section[nameof(RouteurOptions.Endpoint)] is { } endpoint && !Uri.TryCreate(endpoint, UriKind.RelativeOrAbsolute, out _))
        {
            options.LoadError = new InvalidOperationException(
                $"{nameof(RouteurOptions)}.{nameof(RouteurOptions.Endpoint)} is not an address. " +
                "Use an absolute address such as \"https://api.routeur.ai/v1\".");
            return;
        }

        // The binder adds to a list; the nearer section's is to take the place of the inherited one. Exists() does not see an empty list everywhere.
        if (section.GetChildren().Any(child => child.Key.Equals(nameof(RouteurOptions.Fallbacks), StringComparison.OrdinalIgnoreCase)))
        {
            options.Fallbacks = [];
        }

        try
        {
            section.Bind(options);
        }
        catch (InvalidOperationException e)
        {
            // Neither is the binder's exception kept: its message repeats the value, and settings do get mixed up.
            options.LoadError = new InvalidOperationException(
                $"{nameof(RouteurOptions)} cannot be read from the configuration. {Secrets.Hide(e.Message, section[nameof(RouteurOptions.ApiKey)])}");
        }
    }
}
