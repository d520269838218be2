using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Archive;

/// <summary>
/// Signs the URLs of archives [/guides/traces]. Whoever has one needs no key, so it works for a short time only. The signature holds its own
/// end and a random part, so that no two are alike.
/// </summary>
internal sealed class PayloadLinks(TimeSpan lifetime, TimeProvider time)
{
    public const string PathPrefix = "/v1/payloads/";
    private const int ExpiryBytes = 8;
    private const int SaltBytes = 8;
    private const int HeadBytes = ExpiryBytes + SaltBytes;

    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);

    /// <summary>A fresh URL on the host and the base path under which the request reached the gateway.</summary>
    public string Mint(HttpRequest request, string requestId)
    {
        Span<byte> signature = stackalloc byte[HeadBytes + HMACSHA256.HashSizeInBytes];
        BinaryPrimitives.WriteInt64BigEndian(signature, (time.GetUtcNow() + lifetime).UtcTicks);
        RandomNumberGenerator.Fill(signature[ExpiryBytes..HeadBytes]);
        Sign(requestId, signature[..HeadBytes], signature[HeadBytes..]);
        return UriHelper.BuildAbsolute(
            request.Scheme,
            request.Host,
            request.PathBase,
            PathPrefix + requestId,
            QueryString.Create(PayloadFields.Signature, Encode(signature)));
    }

    /// <summary>Whether the signature was made here, for this request, and a short time ago.</summary>
    public bool IsGood(string requestId, string? signature)
    {
        Span<byte> given = stackalloc byte[HeadBytes + HMACSHA256.HashSizeInBytes];
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (!TryDecode(signature, given))
        {
            return false;
        }

        Sign(requestId, given[..HeadBytes], expected);
        return CryptographicOperations.FixedTimeEquals(given[HeadBytes..], expected)
            && BinaryPrimitives.ReadInt64BigEndian(given) > time.GetUtcNow().UtcTicks;
    }

    private void Sign(string requestId, ReadOnlySpan<byte> head, Span<byte> signature)
    {
        byte[] text = [.. head, .. Encoding.UTF8.GetBytes(requestId)];
        HMACSHA256.HashData(_secret, text, signature);
    }

    private static string Encode(ReadOnlySpan<byte> signature) => Convert.ToHexString(signature).ToLowerInvariant();

    private static bool TryDecode(string? text, Span<byte> signature)
    {
        if (text is null || text.Length != signature.Length * 2 || !text.All(char.IsAsciiHexDigit))
        {
            return false;
        }

        Convert.FromHexString(text).CopyTo(signature);
        return true;
    }
}
