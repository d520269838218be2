using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using OpenAI;
using Routeur.AI;
using Routeur.AI.DependencyInjection;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Registers Routeur clients: an <see cref="IChatClient"/>, and the <see cref="RouteurClient"/> that it sends through, both singletons.
/// </summary>
/// <remarks>
/// <para>A client's <see cref="RouteurOptions"/> are put together from, in this order, the later winning: for a keyed client everything
/// that the unnamed one has; the client's configuration sections; what the app says in code (the delegates given here and
/// <c>services.Configure&lt;RouteurOptions&gt;</c>, under the text of the key for keyed clients).</para>
/// <para>They are checked when the host starts, or else when the client is first resolved. Later changes of the configuration take effect on
/// the next call; an invalid change is logged once, and the last good settings stay in force.</para>
/// <para>Adding a client a second time adds to its settings and registers a second chat pipeline on the same
/// <see cref="RouteurClient"/>; as ever, the container hands out the last one registered. The container disposes the clients.</para>
/// <para>Requests go through the <see cref="HttpClient"/> that <see cref="RouteurHttpClient"/> describes; <see cref="TimeProvider"/> and the
/// logger factory come from the container too.</para>
/// </remarks>
public static class RouteurServiceCollectionExtensions
{
    /// <summary>Adds a chat client with the settings of the section <c>Routeur</c> of the container's configuration, if there is one.</summary>
    /// <param name="services">Where to register.</param>
    /// <returns>The chat pipeline, to which steps can be added.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    public static ChatClientBuilder AddRouteurChatClient(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return RouteurRegistration.AddUnnamed(services, section: null, configure: null);
    }

    /// <summary>Adds a chat client with the settings of a section of your choice, in place of the section <c>Routeur</c>.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="section">The section whose children are the settings, for example <c>configuration.GetSection("Gateway")</c>.</param>
    /// <returns>The chat pipeline, to which steps can be added.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static ChatClientBuilder AddRouteurChatClient(this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(section);
        return RouteurRegistration.AddUnnamed(services, section, configure: null);
    }

    /// <summary>Adds a chat client with the settings of the section <c>Routeur</c>, if there is one, changed by a delegate.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configure">Changes the settings. It runs again whenever the configuration changes.</param>
    /// <returns>The chat pipeline, to which steps can be added.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static ChatClientBuilder AddRouteurChatClient(this IServiceCollection services, Action<RouteurOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        return RouteurRegistration.AddUnnamed(services, section: null, configure);
    }

    /// <summary>
    /// Adds a chat client with the settings of a section of your choice, in place of the section <c>Routeur</c>, changed by a delegate.
    /// </summary>
    /// <param name="services">Where to register.</param>
    /// <param name="section">The section whose children are the settings.</param>
    /// <param name="configure">Changes the settings. It runs again whenever the configuration changes.</param>
    /// <returns>The chat pipeline, to which steps can be added.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static ChatClientBuilder AddRouteurChatClient(
        this IServiceCollection services, IConfiguration section, Action<RouteurOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(section);
        ArgumentNullException.ThrowIfNull(configure);
        return RouteurRegistration.AddUnnamed(services, section, configure);
    }

    /// <summary>Adds a keyed chat client with the settings of the unnamed one, which need not be registered itself.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="serviceKey">The key; its text names the client's options, so two keys must not have the same text.</param>
    /// <returns>The chat pipeline, to which steps can be added.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The key's text is empty, or it is <see cref="KeyedService.AnyKey"/>.</exception>
    public static ChatClientBuilder AddKeyedRouteurChatClient(this IServiceCollection services, object serviceKey)
    {
        ArgumentNullException.ThrowIfNull(services);
        return RouteurRegistration.AddKeyed(services, serviceKey, section: null, configure: null);
    }

    /// <summary>Adds a keyed chat client with the settings of the unnamed one, changed by a section of its own.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="serviceKey">The key; its text names the client's options, so two keys must not have the same text.</param>
    /// <param name="section">The section whose children are the settings that differ.</param>
    /// <returns>The chat pipeline, to which steps can be added.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The key's text is empty, or it is <see cref="KeyedService.AnyKey"/>.</exception>
    public static ChatClientBuilder AddKeyedRouteurChatClient(this IServiceCollection services, object serviceKey, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(section);
        return RouteurRegistration.AddKeyed(services, serviceKey, section, configure: null);
    }

    /// <summary>Adds a keyed chat client with the settings of the unnamed one, changed by a delegate.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="serviceKey">The key; its text names the client's options, so two keys must not have the same text.</param>
    /// <param name="configure">Changes the settings. It runs again whenever the configuration changes.</param>
    /// <returns>The chat pipeline, to which steps can be added.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The key's text is empty, or it is <see cref="KeyedService.AnyKey"/>.</exception>
    public static ChatClientBuilder AddKeyedRouteurChatClient(
        this IServiceCollection services, object serviceKey, Action<RouteurOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        return RouteurRegistration.AddKeyed(services, serviceKey, section: null, configure);
    }

    /// <summary>Adds a keyed chat client with the settings of the unnamed one, changed by a section of its own and then by a delegate.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="serviceKey">The key; its text names the client's options, so two keys must not have the same text.</param>
    /// <param name="section">The section whose children are the settings that differ.</param>
    /// <param name="configure">Changes the settings. It runs again whenever the configuration changes.</param>
    /// <returns>The chat pipeline, to which steps can be added.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The key's text is empty, or it is <see cref="KeyedService.AnyKey"/>.</exception>
    public static ChatClientBuilder AddKeyedRouteurChatClient(
        this IServiceCollection services, object serviceKey, IConfiguration section, Action<RouteurOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(section);
        ArgumentNullException.ThrowIfNull(configure);
        return RouteurRegistration.AddKeyed(services, serviceKey, section, configure);
    }

    /// <summary>
    /// Configures the OpenAI SDK's options (policies, transport, logging) of all Routeur clients in the container, keyed ones included.
    /// </summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configure">
    /// Gets the container and fresh options, once for each client, when it is made; not again when the configuration changes.
    /// </param>
    /// <returns><paramref name="services"/>.</returns>
    /// <remarks>
    /// A transport that is set here takes the place of the <see cref="HttpClient"/> that <see cref="RouteurHttpClient"/> describes.
    /// </remarks>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static IServiceCollection ConfigureRouteurOpenAI(
        this IServiceCollection services, Action<IServiceProvider, OpenAIClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        return services.AddSingleton(new OpenAIConfiguration(Options.Options.DefaultName, configure));
    }

    /// <summary>Configures the OpenAI SDK's options of one keyed Routeur client, after those that hold for all.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="serviceKey">The client's key.</param>
    /// <param name="configure">Gets the container and fresh options when the client is made; not again when the configuration changes.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The key's text is empty, or it is <see cref="KeyedService.AnyKey"/>.</exception>
    public static IServiceCollection ConfigureKeyedRouteurOpenAI(
        this IServiceCollection services, object serviceKey, Action<IServiceProvider, OpenAIClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        return services.AddSingleton(new OpenAIConfiguration(RouteurRegistration.NameOf(serviceKey), configure));
    }
}
