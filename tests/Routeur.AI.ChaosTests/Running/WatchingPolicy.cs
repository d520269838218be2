using System.ClientModel.Primitives;
using Routeur.AI.Pipeline;
using Routeur.AI.Resilience;

namespace Routeur.AI.ChaosTests.Running;

/// <summary>Stands before the transport and puts what every attempt is made of under watch.</summary>
internal sealed class WatchingPolicy(LeakWatch watch) : PipelinePolicy
{
    /// <summary>.NET's one stream for all empty bodies, which lives as long as the process.</summary>
    private const string ForAllEmptyBodies = "EmptyReadStream";

    public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex) =>
        throw new NotSupportedException("Chat is asynchronous.");

    public override async ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        watch.Add("message", message);
        watch.Add("request", message.Request);
        watch.Add("clock", message.TryGetProperty(typeof(ExchangeClock), out object? clock) ? clock : null);
        watch.Add("call state", CallState.Of(message));
        try
        {
            await ProcessNextAsync(message, pipeline, currentIndex);
        }
        finally
        {
            watch.Add("response", message.Response);
            if (message.Response?.ContentStream is { } body && body.GetType().Name != ForAllEmptyBodies)
            {
                watch.Add("body", body);
            }
        }
    }
}
