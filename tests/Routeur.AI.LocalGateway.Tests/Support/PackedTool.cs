using System.Reflection;

namespace Routeur.AI.LocalGateway.Tests.Support;

/// <summary>The tool as its user has it: packed, and installed from the package. Done once for all tests of a class.</summary>
public sealed class PackedTool : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("routeur-gateway-").FullName;

    /// <summary>The installed command.</summary>
    public string Command => Path.Combine(_directory, "tool", OperatingSystem.IsWindows() ? "routeur-gateway.exe" : "routeur-gateway");

    /// <summary>A directory of the tests' own, deleted with the tool.</summary>
    public string WorkingDirectory => _directory;

    public async ValueTask InitializeAsync()
    {
        string packages = Path.Combine(_directory, "packages");
        string project = Path.Combine(Checkout.Root, "src", "Routeur.AI.LocalGateway.Tool");
        string configuration = typeof(PackedTool).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

        // The build of the tests has built the tool.
        await DotNetAsync("pack", project, "--no-build", "--configuration", configuration, "--output", packages);
        string package = Path.GetFileNameWithoutExtension(Assert.Single(Directory.GetFiles(packages, "*.nupkg")));
        string version = package["Routeur.AI.LocalGateway.Tool.".Length..];
        await DotNetAsync(
            "tool", "install", "Routeur.AI.LocalGateway.Tool", "--version", version, "--tool-path", Path.GetDirectoryName(Command)!, "--source", packages);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_directory, recursive: true);
        return ValueTask.CompletedTask;
    }

    // Caches of the user are left alone: a package of the same version in them would be installed instead of this one.
    private async Task DotNetAsync(params string[] arguments)
    {
        var (exitCode, output, error) = await ToolProcess.RunAsync(
            "dotnet", arguments, ("NUGET_PACKAGES", Path.Combine(_directory, "cache")), ("DOTNET_NOLOGO", "1"), ("DOTNET_CLI_TELEMETRY_OPTOUT", "1"));
        Assert.True(exitCode == 0, $"dotnet {string.Join(' ', arguments)}: {output}{error}");
    }
}
