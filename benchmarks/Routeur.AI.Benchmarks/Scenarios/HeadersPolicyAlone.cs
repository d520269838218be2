using System.ClientModel.Primitives;
using BenchmarkDotNet.Attributes;

namespace Routeur.AI.Benchmarks.Scenarios;

/// <summary>The headers policy by itself. When there is nothing to send it must allocate nothing.</summary>
public class HeadersPolicyAlone
{
    private readonly PipelinePolicy[] _silent = [new RouteurHeadersPolicy(trace: false), new LastPolicy()];
    private readonly PipelinePolicy[] _tracing = [new RouteurHeadersPolicy(), new LastPolicy()];
    private readonly PipelineMessage _chat = Message("POST", "https://api.routeur.ai/v1/chat/completions");
    private readonly PipelineMessage _traced = Message("POST", "https://api.routeur.ai/v1/chat/completions");
    private readonly PipelineMessage _other = Message("GET", "https://api.routeur.ai/v1/models/auto");

    [Benchmark(Baseline = true)]
    public void Chat_with_nothing_to_send() => _silent[0].Process(_chat, _silent, 0);

    [Benchmark]
    public void Chat_that_has_its_headers_already() => _tracing[0].Process(_traced, _tracing, 0);

    [Benchmark]
    public void Another_endpoint() => _tracing[0].Process(_other, _tracing, 0);

    private static PipelineMessage Message(string method, string uri)
    {
        PipelineMessage message = ClientPipeline.Create().CreateMessage();
        (message.Request.Method, message.Request.Uri) = (method, new Uri(uri));
        return message;
    }

    private sealed class LastPolicy : PipelinePolicy
    {
        public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
        }

        public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex) => default;
    }
}
