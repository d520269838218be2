using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.TextGeneration;
using Routeur.AI;

namespace Microsoft.SemanticKernel;

/// <summary>Adds routeur.ai to a kernel.</summary>
/// <remarks>
/// <para><c>AddRouteurChatCompletion</c> registers an <see cref="IChatCompletionService"/>, an <see cref="ITextGenerationService"/> and the
/// <see cref="IChatClient"/> that they send through; <c>AddRouteurChatClient</c> the <see cref="IChatClient"/> only, and prompt functions then
/// return a <see cref="ChatResponse"/>. All are singletons that the container disposes, keyed by the service id if there is one. The kernel's
/// functions are invoked on the way, and the kernel's logger factory is used.</para>
/// <para>Settings come from the section <c>Routeur</c> of the container's configuration, if there is one, or a section of your choice, then from the
/// arguments. They are checked when the host starts, or else at the first call; later changes of the configuration take effect on the next
/// call. Without a key anywhere the environment variable <c>ROUTEUR_KEY</c> is read.</para>
/// <para>Registrations do not see each other's arguments. A service id can be used once; several registrations without one are told apart by model
/// id, and the last is the default.</para>
/// </remarks>
public static class RouteurKernelBuilderExtensions
{
    /// <summary>Adds chat completion.</summary>
    /// <param name="builder">The kernel's builder.</param>
    /// <param name="modelId">
    /// The model that is asked for when neither call nor scope says anything. <c>auto</c>, the default, leaves it to the configuration, and to the
    /// account's rules if that says nothing.
    /// </param>
    /// <param name="apiKey">The Routeur key. Null or blank: that of the configuration, else of <c>ROUTEUR_KEY</c>.</param>
    /// <param name="endpoint">The API's base address. Null: that of the configuration, else <see cref="RouteurOptions.DefaultEndpoint"/>.</param>
    /// <param name="serviceId">The service's key in the container; null for none.</param>
    /// <param name="httpClient">
    /// Sends the requests, and stays yours. Its own <see cref="HttpClient.Timeout"/> (100 seconds by default) holds besides those of
    /// <see cref="RouteurOptions"/>. Null: the client that <see cref="RouteurHttpClient"/> describes.
    /// </param>
    /// <returns>The same <paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="modelId"/> is blank, or <paramref name="serviceId"/> is blank or taken.</exception>
    public static IKernelBuilder AddRouteurChatCompletion(
        this IKernelBuilder builder,
        string modelId = RouteurOptions.AutoModel,
        string? apiKey = null,
        Uri? endpoint = null,
        string? serviceId = null,
        HttpClient? httpClient = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddRouteurChatCompletion(modelId, apiKey, endpoint, serviceId, httpClient);
        return builder;
    }

    /// <summary>Adds chat completion with the section <c>Routeur</c>, if there is one, changed by a delegate.</summary>
    /// <param name="builder">The kernel's builder.</param>
    /// <param name="configure">Changes the settings. It runs again whenever the configuration changes.</param>
    /// <param name="serviceId">The service's key in the container; null for none.</param>
    /// <inheritdoc cref="AddRouteurChatCompletion(IKernelBuilder, string, string, Uri, string, HttpClient)"/>
    public static IKernelBuilder AddRouteurChatCompletion(this IKernelBuilder builder, Action<RouteurOptions> configure, string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddRouteurChatCompletion(configure, serviceId);
        return builder;
    }

    /// <summary>Adds chat completion with a section of your choice, on top of what the section <c>Routeur</c> says.</summary>
    /// <param name="builder">The kernel's builder.</param>
    /// <param name="section">The section whose children are the settings, for example <c>configuration.GetSection("Cheap")</c>.</param>
    /// <param name="serviceId">The service's key in the container; null for none.</param>
    /// <inheritdoc cref="AddRouteurChatCompletion(IKernelBuilder, string, string, Uri, string, HttpClient)"/>
    public static IKernelBuilder AddRouteurChatCompletion(this IKernelBuilder builder, IConfiguration section, string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddRouteurChatCompletion(section, serviceId);
        return builder;
    }

    /// <summary>Adds chat completion on a connection that exists already.</summary>
    /// <param name="builder">The kernel's builder.</param>
    /// <param name="client">
    /// The connection, which stays its owner's. Null: the container's, registered with <c>services.AddRouteurChatClient()</c>; for a service with an
    /// id the one keyed by it, if there is one.
    /// </param>
    /// <param name="serviceId">The service's key in the container; null for none.</param>
    /// <inheritdoc cref="AddRouteurChatCompletion(IKernelBuilder, string, string, Uri, string, HttpClient)"/>
    public static IKernelBuilder AddRouteurChatCompletion(this IKernelBuilder builder, RouteurClient? client, string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddRouteurChatCompletion(client, serviceId);
        return builder;
    }

    /// <summary>Adds the chat client only.</summary>
    /// <inheritdoc cref="AddRouteurChatCompletion(IKernelBuilder, string, string, Uri, string, HttpClient)"/>
    public static IKernelBuilder AddRouteurChatClient(
        this IKernelBuilder builder,
        string modelId = RouteurOptions.AutoModel,
        string? apiKey = null,
        Uri? endpoint = null,
        string? serviceId = null,
        HttpClient? httpClient = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddRouteurChatClient(modelId, apiKey, endpoint, serviceId, httpClient);
        return builder;
    }

    /// <summary>Adds the chat client only, with the section <c>Routeur</c>, if there is one, changed by a delegate.</summary>
    /// <inheritdoc cref="AddRouteurChatCompletion(IKernelBuilder, Action{RouteurOptions}, string)"/>
    public static IKernelBuilder AddRouteurChatClient(this IKernelBuilder builder, Action<RouteurOptions> configure, string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddRouteurChatClient(configure, serviceId);
        return builder;
    }

    /// <summary>Adds the chat client only, with a section of your choice, on top of what the section <c>Routeur</c> says.</summary>
    /// <inheritdoc cref="AddRouteurChatCompletion(IKernelBuilder, IConfiguration, string)"/>
    public static IKernelBuilder AddRouteurChatClient(this IKernelBuilder builder, IConfiguration section, string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddRouteurChatClient(section, serviceId);
        return builder;
    }

    /// <summary>Adds the chat client only, on a connection that exists already.</summary>
    /// <inheritdoc cref="AddRouteurChatCompletion(IKernelBuilder, RouteurClient, string)"/>
    public static IKernelBuilder AddRouteurChatClient(this IKernelBuilder builder, RouteurClient? client, string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddRouteurChatClient(client, serviceId);
        return builder;
    }
}
