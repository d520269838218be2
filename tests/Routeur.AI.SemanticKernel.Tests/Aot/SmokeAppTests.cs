using System.Diagnostics;

namespace Routeur.AI.SemanticKernel.Tests.Aot;

/// <summary>
/// The smoke app with reflection-based JSON off, as under Native AOT, but compiled just in time: publishing it ahead of time takes a C linker
/// and minutes, which .ci/aot does.
/// </summary>
public sealed class SmokeAppTests
{
    private const string Project = "Routeur.AI.SemanticKernel.AotSmoke";

    [Fact]
    public async Task Settings_reach_the_wire_without_reflection()
    {
        string folder = AppContext.BaseDirectory.Replace("Routeur.AI.SemanticKernel.Tests", Project, StringComparison.Ordinal);
        using var app = Process.Start(new ProcessStartInfo(Path.Combine(folder, OperatingSystem.IsWindows() ? Project + ".exe" : Project))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> errors = app.StandardError.ReadToEndAsync();
        string output = await app.StandardOutput.ReadToEndAsync();
        await app.WaitForExitAsync();

        Assert.Equal("", await errors);
        Assert.Equal(
            """
            [gemini/gemini-2.0-flash] Weather_get_now returned: 18 degrees in city
            round trips: 2, provider: gemini
            [deepseek/deepseek-chat] You said: Name a river
            Routeur-Provider: gemini, Routeur-Model: gemini-2.0-flash, Routeur-Trace: true, temperature: 0.5, seed: 42, vendor_option: x, max_completion_tokens: 200
            Routeur-Provider: gemini, Routeur-Model: gemini-2.0-flash, Routeur-Trace: true, temperature: 0.5, seed: 42, vendor_option: x, max_completion_tokens: 200
            Routeur-Provider: deepseek, Routeur-Model: , Routeur-Trace: true, temperature: 0.25, seed: -, vendor_option: -, max_completion_tokens: -
            """.ReplaceLineEndings(),
            output.TrimEnd());
    }
}
