using System.ClientModel.Primitives;

namespace Routeur.AI.Pipeline;

/// <summary>Sends the key as a bearer token [/guides/authentication], to the endpoint's own host only.</summary>
internal sealed class RouteurAuthenticationPolicy(Func<RouteurSettings> settings) : AuthenticationPolicy
{
    private const string Authorization = "Authorization";

    public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        Authenticate(message);
        ProcessNext(message, pipeline, currentIndex);
    }

    public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        Authenticate(message);
        return ProcessNextAsync(message, pipeline, currentIndex);
    }

    private void Authenticate(PipelineMessage message)
    {
        RouteurSettings current = CallState.Of(message)?.Settings ?? settings();

        // A policy of the user's may have pointed the message elsewhere; the key does not go along.
        if (message.Request.Uri is { } uri && Uri.Compare(uri, current.Endpoint, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0)
        {
            message.Request.Headers.Set(Authorization, current.AuthorizationHeader);
        }
    }
}
