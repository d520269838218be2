using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Routeur.AI.LocalGateway.Http;

/// <summary>
/// Request ids in the shape of the samples (<c>01K…</c>) [/guides/traces]: 26 characters, 48 bits of time and 80 random ones, as in a ULID.
/// </summary>
internal static class RequestId
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static string New(DateTimeOffset now)
    {
        Span<byte> random = stackalloc byte[10];
        RandomNumberGenerator.Fill(random);
        ulong upper = ((ulong)now.ToUnixTimeMilliseconds() << 16) | BinaryPrimitives.ReadUInt16BigEndian(random);
        ulong lower = BinaryPrimitives.ReadUInt64BigEndian(random[2..]);

        return string.Create(26, new UInt128(upper, lower), static (characters, rest) =>
        {
            for (int i = characters.Length - 1; i >= 0; i--)
            {
                characters[i] = Alphabet[(int)(rest & 31)];
                rest >>= 5;
            }
        });
    }
}
