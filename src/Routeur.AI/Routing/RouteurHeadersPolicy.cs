using System.ClientModel.Primitives;
using Routeur.AI.Routing;

namespace Routeur.AI;

/// <summary>
/// Writes the <c>Routeur-*</c> headers of <c>POST …/chat/completions</c>. <c>RouteurClient.OpenAI</c> has it already; it is public for
/// those who own an <c>OpenAIClient</c> that talks to routeur.ai.
/// </summary>
/// <remarks>
/// <para>Add it once per call, not once per attempt:</para>
/// <code>
/// var options = new OpenAIClientOptions { Endpoint = new Uri("https://api.routeur.ai/v1") };
/// options.AddPolicy(new RouteurHeadersPolicy(), PipelinePosition.PerCall);
/// var chat = new OpenAIClient(new ApiKeyCredential(key), options).GetChatClient("auto");
///
/// using (RouteurRouting.BeginScope(provider: "gemini"))
/// {
///     await chat.CompleteChatAsync("Hello");   // Routeur-Provider: gemini, Routeur-Trace: true
/// }
/// </code>
/// <para>On a request of such a client it writes the target that the ambient scope forces (<see cref="RouteurRouting.BeginScope"/>) at the
/// time of sending, and <c>Routeur-Trace: true</c> when the trace is wanted; never a client's default target, since the model was named in
/// <c>GetChatClient(…)</c>. On a request of <see cref="RouteurChatClient"/> it writes exactly what was decided for the call.</para>
/// <para>A <c>Routeur-*</c> header that the request has already is never changed, and speaks for the call: then no target is added, except
/// that an overriding scope still adds its provider where only <c>Routeur-Model</c> is there. <c>Routeur-Dry-Run</c> is never written here.</para>
/// <para>Thread-safe. It allocates nothing on a request that it has nothing to say to.</para>
/// </remarks>
public sealed class RouteurHeadersPolicy : PipelinePolicy
{
    private readonly Func<bool> _trace;

    /// <summary>Makes the policy for an <c>OpenAIClient</c> of your own.</summary>
    /// <param name="trace">Whether to ask for the trace block (<c>Routeur-Trace: true</c>) when no scope says otherwise. Default: true.</param>
    public RouteurHeadersPolicy(bool trace = true)
        : this(() => trace)
    {
    }

    /// <param name="trace">The client's live flag.</param>
    internal RouteurHeadersPolicy(Func<bool> trace) => _trace = trace;

    /// <inheritdoc/>
    public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        WriteHeaders(message);
        ProcessNext(message, pipeline, currentIndex);
    }

    /// <inheritdoc/>
    public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        WriteHeaders(message);
        return ProcessNextAsync(message, pipeline, currentIndex);
    }

    private void WriteHeaders(PipelineMessage message)
    {
        if (!IsChatCompletion(message.Request))
        {
            return;
        }

        PipelineRequestHeaders headers = message.Request.Headers;
        if (message.TryGetProperty(typeof(RouteurDecision), out object? property) && property is RouteurDecision decision)
        {
            WriteTarget(headers, decision.ForcedProvider, decision.ForcedModel, decision.Level is RouteurDecisionLevel.OverridingScope);
            WriteTrace(headers, decision.Trace);
            return;
        }

        RouteurScope? scope = RouteurRouting.Current;
        if ((scope?.OverridingTarget ?? scope?.PlainTarget) is { } target)
        {
            string? model = target.Model is RouteurOptions.AutoModel ? null : target.Model;
            WriteTarget(headers, target.Provider, model, overriding: ReferenceEquals(target, scope!.OverridingTarget));
        }

        WriteTrace(headers, scope?.OverridingTrace ?? scope?.PlainTrace ?? _trace());
    }

    private static void WriteTarget(PipelineRequestHeaders headers, string? provider, string? model, bool overriding)
    {
        if ((provider is null && model is null) || headers.TryGetValue(RouteurHeaderNames.Provider, out _))
        {
            return;
        }

        bool modelIsThere = headers.TryGetValue(RouteurHeaderNames.Model, out _);
        if (provider is not null && (!modelIsThere || overriding))
        {
            headers.Set(RouteurHeaderNames.Provider, provider);
        }

        if (model is not null && !modelIsThere)
        {
            headers.Set(RouteurHeaderNames.Model, model);
        }
    }

    private static void WriteTrace(PipelineRequestHeaders headers, bool trace)
    {
        if (trace && !headers.TryGetValue(RouteurHeaderNames.Trace, out _))
        {
            headers.Set(RouteurHeaderNames.Trace, "true");
        }
    }

    internal static bool IsChatCompletion(PipelineRequest request)
    {
        if (request.Uri is not { } uri || !"POST".Equals(request.Method, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        // Uri.AbsolutePath makes a new string each time; the original one is at hand.
        ReadOnlySpan<char> path = uri.OriginalString;
        int end = path.IndexOfAny('?', '#');
        return (end < 0 ? path : path[..end]).EndsWith("/chat/completions", StringComparison.Ordinal);
    }
}
