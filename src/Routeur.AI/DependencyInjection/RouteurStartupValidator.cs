using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Routeur.AI.DependencyInjection;

/// <summary>Makes a client's first settings when the host starts, and says what is wrong with them.</summary>
internal sealed class RouteurStartupValidator(IServiceProvider services) : IValidateOptions<RouteurStartupCheck>
{
    public ValidateOptionsResult Validate(string? name, RouteurStartupCheck options)
    {
        name ??= Options.DefaultName;
        try
        {
            services.GetRequiredKeyedService<MonitoredSettings>(name);
            return ValidateOptionsResult.Success;
        }
        catch (ArgumentException e)
        {
            return ValidateOptionsResult.Fail(name == Options.DefaultName ? e.Message : $"The Routeur client \"{name}\": {e.Message}");
        }
    }
}
