using CsCheck;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Tolerance;

/// <summary>Answers of the corpus with a few bytes changed, removed or added: an answer or a <see cref="RouteurException"/>, nothing else.</summary>
public sealed class ChangedAnswerTests
{
    private const int Iterations = 5_000;

    // Bytes that mean something to JSON, to server-sent events or to UTF-8 find more than bytes of any value.
    private static readonly Gen<byte> ByteOfInterest = Gen.OneOf(Gen.Char["{}[]\",:\\\n\r 0123-eu"].Select(c => (byte)c), Gen.Byte);

    private static readonly Gen<(int Kind, double Place, byte Byte)> SingleChange = Gen.Select(Gen.Int[0, 3], Gen.Double[0, 1], ByteOfInterest);

    private static readonly Gen<(int Case, (int Kind, double Place, byte Byte)[] Changes, int PieceSize)> ChangedAnswers =
        Gen.Select(Gen.Int[0, Corpus.All.Count - 1], SingleChange.Array[1, 4], Gen.Int[1, 64]);

    // The same changes in every run, so that a red build is red for everyone. Another seed: ROUTEUR_TEST_SEED.
    [Fact(Timeout = Guard.Milliseconds)]
    public async Task A_changed_answer_is_an_answer_or_a_RouteurException()
    {
        string seed = Environment.GetEnvironmentVariable("ROUTEUR_TEST_SEED") ?? "0000KwRz2Tb8";
        PCG random = PCG.Parse(seed);
        for (int i = 0; i < Iterations; i++)
        {
            var sample = ChangedAnswers.Generate(random, null, out _);
            ToleranceCase original = Corpus.All[sample.Case];
            byte[] body = sample.Changes.Aggregate(original.Body, Change);
            using var client = new ToleranceClient(original);

            Outcome outcome = await client.AskAsync(new NetworkStream(body, sample.PieceSize), TestContext.Current.CancellationToken);

            Assert.True(
                outcome.Answer is not null || outcome.Error is not null,
                $"{original.Name}, seed {seed}, change {i}\n--- sent\n{Convert.ToBase64String(body)}\n{System.Text.Encoding.Latin1.GetString(body)}\n--- got\n{outcome}");
        }
    }

    private static byte[] Change(byte[] body, (int Kind, double Place, byte Byte) change)
    {
        int place = (int)(change.Place * body.Length);
        return change.Kind switch
        {
            0 when place < body.Length => [.. body[..place], change.Byte, .. body[(place + 1)..]], // another byte
            1 when place < body.Length => [.. body[..place], .. body[(place + 1)..]], // one byte less
            2 => [.. body[..place], change.Byte, .. body[place..]], // one byte more
            _ => [.. body[..place], .. body[(place / 2)..]], // a stretch twice
        };
    }
}
