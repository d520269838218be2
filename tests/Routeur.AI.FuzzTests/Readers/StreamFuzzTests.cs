using System.Text;
using CsCheck;
using Microsoft.Extensions.AI;
using Routeur.AI.FuzzTests.Fuzzing;
using Routeur.AI.Tests.Support;
using Routeur.AI.Wire;

namespace Routeur.AI.FuzzTests.Readers;

/// <summary>The reader of streamed answers: events, chunks, and everything that comes instead of them.</summary>
public sealed class StreamFuzzTests
{
    private static readonly Gen<byte[]> Damaged = Gen.Frequency(
        (4, Inputs.Damaged([.. WholeAnswers.Streams, .. WholeAnswers.Errors])),
        (3, Inputs.Damaged(WholeAnswers.GeneratedStream, WholeAnswers.Streams)),
        (1, Inputs.Damaged(WholeAnswers.Plain)));

    private static readonly Gen<(byte[] Body, int[] Cuts)> CutAnswers = Gen.Select(Damaged, Gen.OneOf(Gen.Int[1, 3], Gen.Int[1, 200], Gen.Int[1, 40_000]).Array[1, 8]);

    [Fact]
    public Task A_damaged_stream_is_the_same_answer_or_RouteurException_however_it_is_cut() =>
        FuzzRun.RunAsync(4_000, CutAnswers, input => $"cuts {string.Join(',', input.Cuts)}\n{FuzzRun.Show(input.Body)}", async input =>
        {
            string whole = await ReadAsync(new CutStream(input.Body, [int.MaxValue]));
            Assert.Equal(whole, await ReadAsync(new CutStream(input.Body, input.Cuts)));
            if (input.Body.Length < 4_000)
            {
                Assert.Equal(whole, await ReadAsync(new CutStream(input.Body, [1])));
            }
        });

    private static async Task<string> ReadAsync(Stream body)
    {
        var text = new StringBuilder();
        List<ChatResponseUpdate> updates = [];
        string end = await Outcome.OfAsync(async () =>
        {
            await foreach (ChatResponseUpdate update in ChatStreamReader.ReadAsync(body, new ChatReadContext(new FakeResponse(), TimeProvider.System), CancellationToken.None))
            {
                updates.Add(update);
                text.Append(Outcome.Json(update)).AppendLine();
                _ = $"{update.GetRouteurTrace()} {update.GetRouteurRateLimits()}";
            }

            return Outcome.Json(updates.ToChatResponse());
        });

        // An error may quote what had arrived by then, which is a matter of cuts.
        return text.Append(end.Split(" Received: ")[0]).ToString();
    }
}
