namespace Routeur.AI.FuzzTests.Fuzzing;

/// <summary>What a <see cref="Mutation"/> does.</summary>
internal enum MutationKind
{
    FlipBit,
    ReplaceByte,
    InsertByte,
    Delete,
    Duplicate,
    Truncate,
    Splice,
    SwapValue,
    DuplicateMember,
    NestValue,
    InsertValue,
    ByteOrderMark,
    LineEnds,
    Surround,
}
