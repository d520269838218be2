using CsCheck;

namespace Routeur.AI.FuzzTests.Fuzzing;

/// <summary>Generates damaged answers from whole ones.</summary>
internal static class Inputs
{
    /// <summary>One of the answers with one to five changes; one in fifty stays as it is.</summary>
    public static Gen<byte[]> Damaged(params byte[][] whole) => Damaged(Gen.Int[0, whole.Length - 1].Select(i => whole[i]), whole);

    /// <param name="answers">The answers that are changed.</param>
    /// <param name="others">What is spliced in.</param>
    public static Gen<byte[]> Damaged(Gen<byte[]> answers, byte[][] others) => Gen.Select(
        answers,
        Gen.Int[0, others.Length - 1],
        Gen.Frequency((1, Mutation.Any.Array[0]), (49, Mutation.Any.Array[1, 5])),
        (body, other, mutations) => mutations.Aggregate(body, (changed, mutation) => mutation.Apply(changed, others[other])));
}
