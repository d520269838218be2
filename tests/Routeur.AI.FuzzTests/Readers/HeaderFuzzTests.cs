using Microsoft.Extensions.AI;
using Routeur.AI.FuzzTests.Fuzzing;
using Routeur.AI.Tests.Support;

#pragma warning disable ROUTEUR001 // Preview endpoints are fuzzed too.

namespace Routeur.AI.FuzzTests.Readers;

/// <summary>Headers of good answers: a value that makes no sense never spoils the answer.</summary>
public sealed class HeaderFuzzTests
{
    [Fact]
    public Task Odd_headers_never_spoil_a_good_answer() =>
        FuzzRun.RunAsync(1_000, OddHeaders.Any, input => string.Join("; ", input), async headers =>
        {
            var service = new StubHandler(request => OddHeaders.AddTo(
                request.Uri.AbsolutePath.Contains("traces", StringComparison.Ordinal) ? StubHandler.Response(ManagementClients.Trace)
                : request.Json["stream"]?.GetValue<bool>() is true ? StubHandler.Response(new NetworkStream(WholeAnswers.Streams[0]), "text/event-stream")
                : StubHandler.Response(new NetworkStream(WholeAnswers.Plain[0])),
                headers));
            using RouteurClient client = ManagementClients.Create(service, options: o => o.ApiKey = OddValues.Key);
            using var chat = new RouteurChatClient(client);

            ChatResponse plain = await chat.GetResponseAsync("hi");
            ChatResponse stream = await chat.GetStreamingResponseAsync("hi").ToChatResponseAsync();
            TraceInspection inspection = await client.Traces.InspectAsync("01K");

            Assert.NotNull(plain.FinishReason);
            Assert.NotNull(stream.FinishReason);
            Assert.Equal($"{plain.GetRouteurRateLimits()}", $"{stream.GetRouteurRateLimits()}");
            Assert.NotNull(inspection.ToString());
        });
}
