using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Routeur.AI;
using Routeur.AI.SemanticKernel.Registration;

namespace Microsoft.SemanticKernel;

/// <summary>Adds routeur.ai to the container that kernels take their services from. <see cref="RouteurKernelBuilderExtensions"/> says what is registered.</summary>
/// <remarks>
/// The package Routeur.AI has an <c>AddRouteurChatClient</c> of its own (namespace <c>Microsoft.Extensions.DependencyInjection</c>): without
/// arguments it is that one which C# picks when its namespace is imported. It returns the pipeline, to which
/// <c>UseKernelFunctionInvocation()</c> has to be added for a kernel. The methods here take a model id or a service id.
/// </remarks>
public static class RouteurKernelServiceCollectionExtensions
{
    /// <summary>Adds chat completion.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="modelId">
    /// The model that is asked for when neither call nor scope says anything. <c>auto</c>, the default, leaves it to the configuration, and to the
    /// account's rules if that says nothing.
    /// </param>
    /// <param name="apiKey">The Routeur key. Null or blank: that of the configuration, else of <c>ROUTEUR_KEY</c>.</param>
    /// <param name="endpoint">The API's base address. Null: that of the configuration, else <see cref="RouteurOptions.DefaultEndpoint"/>.</param>
    /// <param name="serviceId">The service's key in the container; null for none.</param>
    /// <param name="httpClient">Sends the requests, and stays yours. Null: the client that <see cref="RouteurHttpClient"/> describes.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    /// <exception cref="ArgumentException">The model id is blank, or the service id is blank or taken.</exception>
    public static IServiceCollection AddRouteurChatCompletion(
        this IServiceCollection services,
        string modelId = RouteurOptions.AutoModel,
        string? apiKey = null,
        Uri? endpoint = null,
        string? serviceId = null,
        HttpClient? httpClient = null) =>
        Add(services, serviceId, KernelServices.ChatCompletion, null, ClientSettings.From(modelId, apiKey, endpoint), httpClient);

    /// <summary>Adds chat completion with the section <c>Routeur</c>, if there is one, changed by a delegate.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configure">Changes the settings. It runs again whenever the configuration changes.</param>
    /// <param name="serviceId">The service's key in the container; null for none.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The service id is blank or taken.</exception>
    public static IServiceCollection AddRouteurChatCompletion(
        this IServiceCollection services, Action<RouteurOptions> configure, string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Add(services, serviceId, KernelServices.ChatCompletion, null, configure);
    }

    /// <summary>Adds chat completion with a section of your choice, on top of what the section <c>Routeur</c> says.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="section">The section whose children are the settings, for example <c>configuration.GetSection("Cheap")</c>.</param>
    /// <param name="serviceId">The service's key in the container; null for none.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The service id is blank or taken.</exception>
    public static IServiceCollection AddRouteurChatCompletion(
        this IServiceCollection services, IConfiguration section, string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(section);
        return Add(services, serviceId, KernelServices.ChatCompletion, section, null);
    }

    /// <summary>Adds chat completion on a connection that exists already.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="client">
    /// The connection, which stays its owner's. Null: the container's, registered with <c>services.AddRouteurChatClient()</c>; for a service with an
    /// id the one keyed by it, if there is one.
    /// </param>
    /// <param name="serviceId">The service's key in the container; null for none.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    /// <exception cref="ArgumentException">The service id is blank or taken.</exception>
    public static IServiceCollection AddRouteurChatCompletion(this IServiceCollection services, RouteurClient? client, string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        KernelRegistration.Add(services, serviceId, KernelServices.ChatCompletion, client);
        return services;
    }

    /// <summary>Adds the chat client only.</summary>
    /// <inheritdoc cref="AddRouteurChatCompletion(IServiceCollection, string, string, Uri, string, HttpClient)"/>
    public static IServiceCollection AddRouteurChatClient(
        this IServiceCollection services,
        string modelId = RouteurOptions.AutoModel,
        string? apiKey = null,
        Uri? endpoint = null,
        string? serviceId = null,
        HttpClient? httpClient = null) =>
        Add(services, serviceId, KernelServices.ChatClient, null, ClientSettings.From(modelId, apiKey, endpoint), httpClient);

    /// <summary>Adds the chat client only, with the section <c>Routeur</c>, if there is one, changed by a delegate.</summary>
    /// <remarks>The service id has no default, so that this is not taken for the core package's method; null for none.</remarks>
    /// <inheritdoc cref="AddRouteurChatCompletion(IServiceCollection, Action{RouteurOptions}, string)"/>
    public static IServiceCollection AddRouteurChatClient(this IServiceCollection services, Action<RouteurOptions> configure, string? serviceId)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Add(services, serviceId, KernelServices.ChatClient, null, configure);
    }

    /// <summary>Adds the chat client only, with a section of your choice, on top of what the section <c>Routeur</c> says.</summary>
    /// <remarks>The service id has no default, so that this is not taken for the core package's method; null for none.</remarks>
    /// <inheritdoc cref="AddRouteurChatCompletion(IServiceCollection, IConfiguration, string)"/>
    public static IServiceCollection AddRouteurChatClient(this IServiceCollection services, IConfiguration section, string? serviceId)
    {
        ArgumentNullException.ThrowIfNull(section);
        return Add(services, serviceId, KernelServices.ChatClient, section, null);
    }

    /// <summary>Adds the chat client only, on a connection that exists already.</summary>
    /// <inheritdoc cref="AddRouteurChatCompletion(IServiceCollection, RouteurClient, string)"/>
    public static IServiceCollection AddRouteurChatClient(this IServiceCollection services, RouteurClient? client, string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        KernelRegistration.Add(services, serviceId, KernelServices.ChatClient, client);
        return services;
    }

    private static IServiceCollection Add(
        IServiceCollection services,
        string? serviceId,
        KernelServices what,
        IConfiguration? section,
        Action<RouteurOptions>? configure,
        HttpClient? httpClient = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        KernelRegistration.Add(services, serviceId, what, section, configure, httpClient);
        return services;
    }
}
