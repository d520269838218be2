using Routeur.AI.ChaosTests.Server;
using static Routeur.AI.ChaosTests.Faults.Expected;
using static Routeur.AI.ChaosTests.Faults.Scripts;

namespace Routeur.AI.ChaosTests.Faults;

/// <summary>Chunked answers that break off or are badly made. Each piece of an answer is one chunk.</summary>
internal static class ChunkFaults
{
    public static IEnumerable<Fault> All =>
    [
        new("reset in a chunk", "Three chunks and a half have come.", ThenReset(static c => Begin(c, 3) + HalfAChunk(c, 3)), Interrupted, Interrupted),
        new("end in a chunk", "Three chunks and a half have come.", ThenEnd(static c => Begin(c, 3) + HalfAChunk(c, 3)), Interrupted, Interrupted),
        new("reset between chunks", "Three whole chunks have come.", ThenReset(static c => Begin(c, 3)), Interrupted, Interrupted),
        new("end between chunks", "Three whole chunks have come.", ThenEnd(static c => Begin(c, 3)), Interrupted, Interrupted),
        new("reset before the last piece", "Everything has come but `[DONE]`, or the last part of a plain answer.", ThenReset(static c => Begin(c, ^1)), Interrupted, Interrupted),
        new("end before the last piece", "Everything has come but `[DONE]`, or the last part of a plain answer.", ThenEnd(static c => Begin(c, ^1)), Interrupted, Interrupted),
        new("orderly end before the last piece", "The body ends in order, without `[DONE]`, or without the last part of a plain answer.", ThenEnd(static c => Begin(c, ^1) + Http.LastChunk), NoAnswer(), Answer),
        new("orderly end in the middle", "The body ends in order after three chunks.", ThenEnd(static c => Begin(c, 3) + Http.LastChunk), NoAnswer(), Interrupted),
        new("reset before the last chunk", "The whole answer has come, and no end of the body.", ThenReset(static c => Begin(c, ^0)), Interrupted, Answer),
        new("chunk size that is no number", "The fourth chunk begins with words.", ThenEnd(static c => Begin(c, 3) + "what?\r\n" + c.Pieces[3]), Interrupted, Interrupted),
        new("chunk size beyond all numbers", "The fourth chunk is said to be larger than any number.", ThenEnd(static c => Begin(c, 3) + "FFFFFFFFFFFFFFFFF\r\n" + c.Pieces[3]), Interrupted, Interrupted),
        new("chunk longer than it says", "The fourth chunk goes on where it should end.", ThenEnd(static c => Begin(c, 3) + Http.Chunk(c.Pieces[3])[..^2] + "surplus\r\n"), Interrupted, Interrupted),
    ];

    public static string Begin(RawConnection connection, Index end) => Http.ChunkedHead(connection.Request) + Http.Chunks(connection.Pieces[..end]);

    public static string HalfAChunk(RawConnection connection, int index) => Http.Chunk(connection.Pieces[index])[..30];
}
