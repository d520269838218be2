using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Routeur.AI.DependencyInjection;

namespace Routeur.AI.Tests.Support;

/// <summary>Containers with a configuration that can change, and without the process's environment.</summary>
internal static class TestContainer
{
    public static ServiceProvider Build(
        Action<IServiceCollection> add, IConfiguration? configuration = null, CapturedLogs? logs = null, string? environmentKey = null)
    {
        var services = new ServiceCollection();
        AddSurroundings(services, configuration, logs, environmentKey);
        add(services);
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    public static void AddSurroundings(
        IServiceCollection services, IConfiguration? configuration = null, CapturedLogs? logs = null, string? environmentKey = null)
    {
        services.AddSingleton<EnvironmentLookup>(name => name == "ROUTEUR_KEY" ? environmentKey : null);
        if (configuration is not null)
        {
            services.AddSingleton(configuration);
        }

        if (logs is not null)
        {
            services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs));
        }
    }

    /// <summary>A configuration in memory: change it with its indexer, then call <c>Reload()</c>.</summary>
    public static IConfigurationRoot Configuration(params (string Key, string? Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(v => KeyValuePair.Create(v.Key, v.Value))).Build();

    public static RouteurSettings Settings(this IServiceProvider services, object? key = null) =>
        (key is null ? services.GetRequiredService<RouteurClient>() : services.GetRequiredKeyedService<RouteurClient>(key)).Settings;
}
