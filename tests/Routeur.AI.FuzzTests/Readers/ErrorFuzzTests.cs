using System.Net;
using CsCheck;
using Microsoft.Extensions.AI;
using Routeur.AI.FuzzTests.Fuzzing;
using Routeur.AI.Tests.Support;

#pragma warning disable ROUTEUR001 // Preview endpoints are fuzzed too.

namespace Routeur.AI.FuzzTests.Readers;

/// <summary>Error answers: any status, any body, any headers, through the whole pipeline.</summary>
public sealed class ErrorFuzzTests
{
    private static readonly int[] Statuses = [300, 301, 304, 307, 400, 401, 403, 404, 408, 409, 418, 422, 429, 431, 500, 502, 503, 504, 529, 599];

    private static readonly Gen<(byte[] Body, int Status, (string Name, string Value)[] Headers)> Answers = Gen.Select(
        Inputs.Damaged([.. WholeAnswers.Errors, .. WholeAnswers.Plain]), Gen.Int[0, Statuses.Length - 1].Select(i => Statuses[i]), OddHeaders.Any);

    [Fact]
    public async Task An_error_answer_is_a_RouteurException_without_the_key_and_the_same_one_each_time()
    {
        await FuzzRun.RunAsync<(byte[] Body, int Status, (string Name, string Value)[] Headers)>(
            1_500, Answers, input => $"HTTP {input.Status} {string.Join("; ", input.Headers)}\n{FuzzRun.Show(input.Body)}", async input =>
        {
            var service = new StubHandler(_ => OddHeaders.AddTo(StubHandler.Response(new NetworkStream(input.Body), status: (HttpStatusCode)input.Status), input.Headers));
            using RouteurClient client = ManagementClients.Create(service, options: o => o.ApiKey = OddValues.Key);
            using var chat = new RouteurChatClient(client);

            RouteurException plain = await Assert.ThrowsAsync<RouteurException>(() => chat.GetResponseAsync("hi"));
            RouteurException stream = await Assert.ThrowsAsync<RouteurException>(() => chat.GetStreamingResponseAsync("hi").GetAsyncEnumerator().MoveNextAsync().AsTask());

            Assert.Equal(Outcome.Error(plain), Outcome.Error(stream));
            Assert.Equal(input.Status, plain.Status);
            await Assert.ThrowsAsync<RouteurException>(() => client.Traces.GetAsync("01K"));
        });
    }
}
