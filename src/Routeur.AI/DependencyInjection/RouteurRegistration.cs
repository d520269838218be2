using System.Globalization;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Routeur.AI.DependencyInjection;

/// <summary>Puts the services of one client, unnamed (empty name) or keyed, into the container.</summary>
internal static class RouteurRegistration
{
    private const string LogCategory = "Routeur.AI";

    /// <exception cref="ArgumentException">The key cannot name options.</exception>
    public static string NameOf(object serviceKey)
    {
        ArgumentNullException.ThrowIfNull(serviceKey);
        string? name = Convert.ToString(serviceKey, CultureInfo.InvariantCulture);
        if (string.IsNullOrEmpty(name) || ReferenceEquals(serviceKey, KeyedService.AnyKey))
        {
            throw new ArgumentException(
                "The key must have a text of its own, which names the client's options: it cannot be empty or KeyedService.AnyKey.",
                nameof(serviceKey));
        }

        return name;
    }

    public static ChatClientBuilder AddUnnamed(IServiceCollection services, IConfiguration? section, Action<RouteurOptions>? configure)
    {
        AddSettings(services, Options.DefaultName, section, configure);
        services.TryAddSingleton(provider => CreateClient(provider, Options.DefaultName));
        return services.AddChatClient(provider => new RouteurChatClient(provider.GetRequiredService<RouteurClient>())).UseRouteurRouting();
    }

    public static ChatClientBuilder AddKeyed(
        IServiceCollection services, object serviceKey, IConfiguration? section, Action<RouteurOptions>? configure)
    {
        string name = NameOf(serviceKey);
        AddSettings(services, name, section, configure);
        services.TryAddKeyedSingleton(serviceKey, (provider, _) => CreateClient(provider, name));
        return services.AddKeyedChatClient(
            serviceKey, provider => new RouteurChatClient(provider.GetRequiredKeyedService<RouteurClient>(serviceKey))).UseRouteurRouting();
    }

    private static void AddSettings(IServiceCollection services, string name, IConfiguration? section, Action<RouteurOptions>? configure)
    {
        if (!services.Any(service => service.ServiceType == typeof(RouteurSections)))
        {
            AddShared(services);
        }

        if (section is not null)
        {
            services.AddSingleton(new RouteurSection(name, section));
        }

        if (configure is not null)
        {
            services.AddSingleton<IConfigureOptions<RouteurOptions>>(new RouteurOptionsDelegate(name, configure));
        }

        if (!services.Any(service => service.ServiceType == typeof(MonitoredSettings) && Equals(service.ServiceKey, name)))
        {
            if (name != Options.DefaultName)
            {
                AddChangeTokenSource(services, name);
            }

            services.AddKeyedSingleton(name, (provider, _) => new MonitoredSettings(
                name,
                provider.GetRequiredService<IOptionsMonitor<RouteurOptions>>(),
                provider.GetService<EnvironmentLookup>(),
                provider.GetRequiredService<ILoggerFactory>().CreateLogger(LogCategory),
                provider.GetRequiredService<UnknownSettings>()));
            services.AddOptions<RouteurStartupCheck>(name).ValidateOnStart();
        }
    }

    private static void AddShared(IServiceCollection services)
    {
        services.AddHttpClient();
        services.AddSingleton(provider => new RouteurSections(provider.GetServices<RouteurSection>(), provider.GetService<IConfiguration>()));
        services.AddSingleton(provider => new UnknownSettings(
            provider.GetRequiredService<RouteurSections>(),
            provider.GetServices<RouteurSection>(),
            provider.GetServices<IOptionsChangeTokenSource<RouteurOptions>>(),
            provider.GetRequiredService<ILoggerFactory>().CreateLogger(LogCategory)));
        AddChangeTokenSource(services, Options.DefaultName);
        services.AddSingleton<IValidateOptions<RouteurStartupCheck>, RouteurStartupValidator>();

        // First in the collection, because options are configured in that order: what the app says in code, even before it adds
        // a client, comes after these and wins.
        services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<RouteurOptions>, RouteurOptionsSetup>());
        services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<HttpClientFactoryOptions>, RouteurHttpClientSetup>());
    }

    private static void AddChangeTokenSource(IServiceCollection services, string name) =>
        services.AddSingleton<IOptionsChangeTokenSource<RouteurOptions>>(
            provider => new RouteurChangeTokenSource(name, provider.GetRequiredService<RouteurSections>(), provider));

    private static RouteurClient CreateClient(IServiceProvider services, string name)
    {
        ILoggerFactory loggerFactory = services.GetRequiredService<ILoggerFactory>();
        MonitoredSettings settings = services.GetRequiredKeyedService<MonitoredSettings>(name);
        TimeSpan shared = services.GetRequiredService<IOptionsMonitor<RouteurOptions>>().Get(Options.DefaultName).ConnectTimeout;
        if (settings.Current.ConnectTimeout != shared)
        {
            SettingsLog.ConnectTimeoutIsShared(loggerFactory.CreateLogger(LogCategory), name, settings.Current.ConnectTimeout, shared);
        }

        return new RouteurClient(
            () => settings.Current,
            openAI =>
            {
                foreach (OpenAIConfiguration configuration in services.GetServices<OpenAIConfiguration>()
                    .Where(c => c.Name == Options.DefaultName || c.Name == name)
                    .OrderBy(c => c.Name != Options.DefaultName))
                {
                    configuration.Configure(services, openAI);
                }
            },
            loggerFactory,
            services.GetRequiredService<IHttpClientFactory>().CreateClient(RouteurHttpClient.Name),
            services.GetService<TimeProvider>() ?? TimeProvider.System);
    }
}
