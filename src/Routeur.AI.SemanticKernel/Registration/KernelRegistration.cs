using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.TextGeneration;
using Routeur.AI.SemanticKernel.Pipeline;

namespace Routeur.AI.SemanticKernel.Registration;

/// <summary>Puts the services of one registration into the container.</summary>
internal static class KernelRegistration
{
    // Registrations without a service id have options of their own too: what code says about one must not leak into the others, which
    // inherit the unnamed options. The name shows in log messages.
    private const string NoServiceId = "(semantic-kernel)";

    public static void Add(
        IServiceCollection services,
        string? serviceId,
        KernelServices what,
        IConfiguration? section = null,
        Action<RouteurOptions>? configure = null,
        HttpClient? httpClient = null)
    {
        string name = Claim(services, serviceId);
        configure ??= static _ => { };
        _ = section is null ? services.AddKeyedRouteurChatClient(name, configure) : services.AddKeyedRouteurChatClient(name, section, configure);

        // Settings, start-up check and connection are wanted; the chat client is one with the kernel's steps, below.
        services.Remove(services.Last(service => service.ServiceType == typeof(IChatClient) && Equals(service.ServiceKey, name)));

        if (httpClient is not null)
        {
            services.ConfigureKeyedRouteurOpenAI(name, (_, options) => options.Transport = new HttpClientPipelineTransport(httpClient));
        }

        AddServices(services, serviceId, name, what, provider => provider.GetRequiredKeyedService<RouteurClient>(name));
    }

    /// <param name="services">Where to register.</param>
    /// <param name="serviceId">The service id.</param>
    /// <param name="what">What to register.</param>
    /// <param name="client">The connection, which stays its owner's; null for the one in the container.</param>
    public static void Add(IServiceCollection services, string? serviceId, KernelServices what, RouteurClient? client)
    {
        string name = Claim(services, serviceId);
        AddServices(services, serviceId, name, what, provider => client ?? Registered(provider, serviceId));
    }

    private static string Claim(IServiceCollection services, string? serviceId)
    {
        if (serviceId is null)
        {
            int others = services.Count(service => service.ServiceType == typeof(KernelChat) && service.ServiceKey is string name &&
                name.StartsWith(NoServiceId, StringComparison.Ordinal));
            return others == 0 ? NoServiceId : $"{NoServiceId} {others + 1}";
        }

        ArgumentException.ThrowIfNullOrWhiteSpace(serviceId);
        if (services.Any(service => service.ServiceType == typeof(KernelChat) && Equals(service.ServiceKey, serviceId)))
        {
            throw new ArgumentException(
                $"A Routeur service with the service id \"{serviceId}\" is registered already. Give each its own serviceId. " +
                "To change the settings of the first, use its configuration section, its delegate, or " +
                $"services.Configure<{nameof(RouteurOptions)}>(\"{serviceId}\", …).",
                nameof(serviceId));
        }

        return serviceId;
    }

    private static void AddServices(
        IServiceCollection services, string? serviceId, string name, KernelServices what, Func<IServiceProvider, RouteurClient> client)
    {
        services.AddKeyedSingleton(name, (provider, _) =>
            new KernelChat(KernelPipeline.Build(client(provider), provider.GetService<ILoggerFactory>())));
        services.AddKeyedSingleton(serviceId, (provider, _) => provider.GetRequiredKeyedService<KernelChat>(name).Client);
        if (what is KernelServices.ChatCompletion)
        {
            services.AddKeyedSingleton<IChatCompletionService>(serviceId, (provider, _) => provider.GetRequiredKeyedService<KernelChat>(name).Service);
            services.AddKeyedSingleton<ITextGenerationService>(serviceId, (provider, _) => provider.GetRequiredKeyedService<KernelChat>(name).Service);
        }
    }

    private static RouteurClient Registered(IServiceProvider provider, string? serviceId) =>
        (serviceId is null ? null : provider.GetKeyedService<RouteurClient>(serviceId)) ??
        provider.GetService<RouteurClient>() ??
        throw new InvalidOperationException(
            "No RouteurClient is registered. Add one before with services.AddRouteurChatClient(), " +
            $"{(serviceId is null ? "" : $"or services.AddKeyedRouteurChatClient(\"{serviceId}\"), ")}or pass a client.");
}
