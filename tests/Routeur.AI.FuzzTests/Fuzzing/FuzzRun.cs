using System.Globalization;
using System.Text;
using CsCheck;

namespace Routeur.AI.FuzzTests.Fuzzing;

/// <summary>
/// Runs a property over generated inputs. The same inputs in every run, so that a red build is red for everyone; each has a number of its
/// own and can be run alone.
/// </summary>
/// <remarks>
/// <c>ROUTEUR_FUZZ_ITERATIONS</c> multiplies the number of inputs, <c>ROUTEUR_FUZZ_SEED</c> chooses others, <c>ROUTEUR_FUZZ_CASE</c> runs one.
/// </remarks>
internal static class FuzzRun
{
    private const ulong DefaultSeed = 20261122;

    // Far above what an input of a few kilobytes takes, even on a machine that does ten other things: what takes longer hangs.
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(2);

    /// <summary>How many times the usual number of inputs is run.</summary>
    public static int Factor { get; } = (int)Number("ROUTEUR_FUZZ_ITERATIONS", 1);

    private static ulong Seed { get; } = Number("ROUTEUR_FUZZ_SEED", DefaultSeed);

    private static ulong? Only { get; } = Environment.GetEnvironmentVariable("ROUTEUR_FUZZ_CASE") is null ? null : Number("ROUTEUR_FUZZ_CASE", 0);

    public static async Task RunAsync<T>(int iterations, Gen<T> inputs, Func<T, string> show, Func<T, Task> check)
    {
        (uint first, uint end) = Only is { } only ? ((uint)only, (uint)only + 1) : (0, (uint)(iterations * Factor));
        for (uint i = first; i < end; i++)
        {
            T input = inputs.Generate(new PCG(i + 1, Seed), null, out _);
            try
            {
                await Task.Run(() => check(input)).WaitAsync(Hang);
            }
            catch (Exception e)
            {
                Assert.Fail($"ROUTEUR_FUZZ_SEED={Seed} ROUTEUR_FUZZ_CASE={i}\n--- input\n{show(input)}\n--- what happened\n{e}");
            }
        }
    }

    public static Task RunAsync(int iterations, Gen<byte[]> inputs, Func<byte[], Task> check) => RunAsync(iterations, inputs, Show, check);

    /// <summary>Bytes as text for people, and as base64 for a test of their own.</summary>
    public static string Show(byte[] bytes) =>
        bytes.Length > 20_000 ? $"{bytes.Length} bytes, beginning {Show(bytes[..2_000])}" : $"{Convert.ToBase64String(bytes)}\n{Encoding.Latin1.GetString(bytes)}";

    private static ulong Number(string variable, ulong otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? ulong.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
