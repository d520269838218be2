using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net;
using BenchmarkDotNet.Attributes;
using Routeur.AI.Benchmarks.Network;
using Routeur.AI.Benchmarks.Running;

namespace Routeur.AI.Benchmarks.Scenarios;

/// <summary>The official client's pipeline, from message to answer, without and with our headers policy.</summary>
public class HeadersPolicyOnPipeline
{
    private static readonly Uri Endpoint = new("http://127.0.0.1:9/v1");
    private static readonly Uri Completions = new(Endpoint + "/chat/completions");
    private static readonly BinaryContent Body = BinaryContent.Create(BinaryData.FromString("{}"));

    private readonly ClientPipeline _without;
    private readonly ClientPipeline _silent;
    private readonly ClientPipeline _tracing;

    public HeadersPolicyOnPipeline()
    {
        Clients clients = Clients.Answering(Answer.Plain());
        _without = clients.Official.Pipeline;
        _silent = clients.OfficialWith(new RouteurHeadersPolicy(trace: false), Endpoint).Pipeline;
        _tracing = clients.OfficialWith(new RouteurHeadersPolicy(), Endpoint).Pipeline;
    }

    [GlobalSetup]
    public Task PrepareAsync() => WarmUp.UntilSettledAsync(
        () => Without().AsTask(),
        () => With_nothing_to_send().AsTask(),
        () => With_the_trace_flag().AsTask(),
        () => With_a_scope_of_provider_and_model().AsTask());

    [Benchmark(Baseline = true)]
    public ValueTask<int> Without() => SendAsync(_without);

    [Benchmark]
    public ValueTask<int> With_nothing_to_send() => SendAsync(_silent);

    [Benchmark]
    public ValueTask<int> With_the_trace_flag() => SendAsync(_tracing);

    [Benchmark]
    public async ValueTask<int> With_a_scope_of_provider_and_model()
    {
        using (RouteurRouting.BeginScope("gemini", "gemini-2.5-pro"))
        {
            return await SendAsync(_tracing);
        }
    }

    private static async ValueTask<int> SendAsync(ClientPipeline pipeline)
    {
        using PipelineMessage message = pipeline.CreateMessage();
        message.Request.Method = "POST";
        message.Request.Uri = Completions;
        message.Request.Content = Body;
        message.BufferResponse = false;
        await pipeline.SendAsync(message);
        return message.Response!.Status == (int)HttpStatusCode.OK ? 1 : throw new InvalidOperationException("The pipeline lost the answer.");
    }
}
