using CsCheck;
using Microsoft.Extensions.AI;
using Routeur.AI.FuzzTests.Fuzzing;
using Routeur.AI.Tests.Support;
using Routeur.AI.Wire;

namespace Routeur.AI.FuzzTests.Readers;

/// <summary>The reader of plain answers.</summary>
public sealed class CompletionFuzzTests
{
    private static readonly Gen<byte[]> Damaged = Gen.OneOf(
        Inputs.Damaged([.. WholeAnswers.Plain, .. WholeAnswers.Errors]),
        Inputs.Damaged(WholeAnswers.GeneratedPlain, WholeAnswers.Plain),
        Inputs.Damaged(WholeAnswers.Streams));

    [Fact]
    public Task A_damaged_answer_is_an_answer_or_a_RouteurException_and_the_same_one_each_time() =>
        FuzzRun.RunAsync(5_000, Damaged, body =>
        {
            string first = Read(body);
            Assert.Equal(first, Read(body));
            return Task.CompletedTask;
        });

    private static string Read(byte[] body) => Outcome.Of(() =>
    {
        ChatResponse response = ChatResponseReader.Read(body, new ChatReadContext(new FakeResponse(), TimeProvider.System));

        // What extension methods make of it must not fail either.
        _ = $"{response.GetRouteurTrace()} {response.GetRouteurRateLimits()} {response.Text}";
        return Outcome.Json(response) + Outcome.Json(response.ToChatResponseUpdates());
    });
}
