namespace Routeur.AI.SemanticKernel.Registration;

/// <summary>The plain arguments of a registration as a delegate on the options.</summary>
internal static class ClientSettings
{
    /// <exception cref="ArgumentException"><paramref name="modelId"/> is null or blank.</exception>
    public static Action<RouteurOptions> From(string modelId, string? apiKey, Uri? endpoint)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(modelId);
        return options =>
        {
            // "auto" is the default, which configuration may say otherwise.
            if (modelId != RouteurOptions.AutoModel)
            {
                options.Model = modelId;
            }

            if (!string.IsNullOrWhiteSpace(apiKey))
            {
                options.ApiKey = apiKey;
            }

            options.Endpoint = endpoint ?? options.Endpoint;
        };
    }
}
