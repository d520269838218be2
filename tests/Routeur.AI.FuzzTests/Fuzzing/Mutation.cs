using System.Text;
using CsCheck;

namespace Routeur.AI.FuzzTests.Fuzzing;

/// <summary>One change of an answer's bytes. Places are fractions of the length, so that a change fits every answer.</summary>
internal readonly record struct Mutation(MutationKind Kind, double Place, double Extent, byte Byte, byte[] Value)
{
    private static readonly Gen<byte> ByteOfInterest = Gen.OneOf(Gen.Char["{}[]\",:\\\n\r 0123-eu"].Select(c => (byte)c), Gen.Byte);

    public static Gen<Mutation> Any { get; } = Gen.Select(
        Gen.Int[0, Enum.GetValues<MutationKind>().Length - 1],
        Gen.Double[0, 1],
        Gen.Double[0, 1],
        ByteOfInterest,
        OddValues.Any,
        (kind, place, extent, b, value) => new Mutation((MutationKind)kind, place, extent, b, value));

    /// <param name="body">What is changed.</param>
    /// <param name="other">Another answer, for splices.</param>
    public byte[] Apply(byte[] body, byte[] other)
    {
        int at = (int)(Place * body.Length);
        int end = Math.Min(body.Length, at + 1 + (int)(Extent * Extent * (body.Length - at)));
        return Kind switch
        {
            MutationKind.FlipBit when at < body.Length => [.. body[..at], (byte)(body[at] ^ (1 << (Byte & 7))), .. body[(at + 1)..]],
            MutationKind.ReplaceByte when at < body.Length => [.. body[..at], Byte, .. body[(at + 1)..]],
            MutationKind.InsertByte => [.. body[..at], Byte, .. body[at..]],
            MutationKind.Delete when at < body.Length => [.. body[..at], .. body[end..]],
            MutationKind.Duplicate when at < body.Length => [.. body[..end], .. body[at..end], .. body[end..]],
            MutationKind.Truncate => body[..at],
            MutationKind.Splice => [.. body[..at], .. other[(int)(Extent * other.Length)..]],
            MutationKind.SwapValue => JsonSurgery.SwapValue(body, Place, Value),
            MutationKind.DuplicateMember => JsonSurgery.DuplicateMember(body, Place, Value),
            MutationKind.NestValue => JsonSurgery.NestValue(body, Place, 1 + (int)(Extent * 80), (Byte & 1) == 0),
            MutationKind.InsertValue => [.. body[..at], .. Value, .. body[at..]],
            MutationKind.ByteOrderMark => [.. body[..((Byte & 1) == 0 ? 0 : at)], 0xEF, 0xBB, 0xBF, .. body[((Byte & 1) == 0 ? 0 : at)..]],
            MutationKind.LineEnds => LineEnds(body, (Byte % 3) switch { 0 => "\r\n", 1 => "\r", _ => "\n\r" }),
            MutationKind.Surround => [.. OddValues.Padding[Byte % OddValues.Padding.Length], .. body, .. OddValues.Padding[(Byte >> 4) % OddValues.Padding.Length]],
            _ => body,
        };
    }

    // Latin-1 keeps every byte as it is.
    private static byte[] LineEnds(byte[] body, string end) =>
        Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(body).Replace("\n", end, StringComparison.Ordinal));
}
