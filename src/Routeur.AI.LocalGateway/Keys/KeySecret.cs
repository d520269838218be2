using System.Security.Cryptography;
using System.Text;

namespace Routeur.AI.LocalGateway.Keys;

/// <summary>
/// The plaintext of a key [/guides/authentication]. A plain SHA-256 is enough to keep one: its 256 random bits cannot be guessed, salted or
/// not.
/// </summary>
internal static class KeySecret
{
    public const string Prefix = "rtr_";

    /// <summary>What <see cref="IsValid"/> asks for.</summary>
    public const string Requirement = "must begin with 'rtr_', go on, and hold printable ASCII without spaces only";

    private const int Digits = 64;
    private const int ShownDigits = 6;

    /// <summary>A key that no other gateway has.</summary>
    public static string New() => $"{Prefix}local_{RandomNumberGenerator.GetHexString(Digits, lowercase: true)}";

    public static bool IsValid(string? secret) =>
        secret is not null
        && secret.StartsWith(Prefix, StringComparison.Ordinal)
        && secret.Length > Prefix.Length
        && secret.All(c => c is > ' ' and <= '~');

    public static string Hash(string secret) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>The part that lists may show; of a short, made-up key nothing but what all keys begin with.</summary>
    public static string Shown(string secret)
    {
        int shown = secret.Length - Digits + ShownDigits;
        return shown > Prefix.Length ? secret[..shown] : Prefix;
    }
}
