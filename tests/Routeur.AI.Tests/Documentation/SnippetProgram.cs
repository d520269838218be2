using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Routeur.AI.Tests.Documentation;

/// <summary>Compiles a snippet as the top-level program that its reader would paste it into, and runs it.</summary>
internal static class SnippetProgram
{
    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; " +
        "global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";

    private static readonly Lazy<IReadOnlyList<MetadataReference>> References = new(() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path)),
    ]);

    /// <summary>Runs the program and returns what it printed.</summary>
    public static async Task<string> RunAsync(string source)
    {
        var compilation = CSharpCompilation.Create(
            "Snippet" + Guid.NewGuid().ToString("N"),
            [CSharpSyntaxTree.ParseText(ImplicitUsings), CSharpSyntaxTree.ParseText(source)],
            References.Value,
            new CSharpCompilationOptions(
                OutputKind.ConsoleApplication,
                nullableContextOptions: NullableContextOptions.Enable,

                // As the SDK does: packages may bring newer versions of what the framework has.
                specificDiagnosticOptions: [new("CS1701", ReportDiagnostic.Suppress), new("CS1702", ReportDiagnostic.Suppress)]));

        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(
            result.Success && result.Diagnostics.All(diagnostic => diagnostic.Severity < DiagnosticSeverity.Warning),
            string.Join('\n', result.Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)) + "\n" + source);

        image.Position = 0;
        MethodInfo main = AssemblyLoadContext.Default.LoadFromStream(image).EntryPoint!;
        TextWriter console = Console.Out;
        using var output = new StringWriter();
        TextWriter synchronized = TextWriter.Synchronized(output);
        Console.SetOut(synchronized);
        try
        {
            // The compiler's synchronous entry point waits for the program; a pool thread keeps the test's own free.
            await Task.Run(() => main.Invoke(null, main.GetParameters().Length == 0 ? null : [Array.Empty<string>()]));
        }
        finally
        {
            Console.SetOut(console);
        }

        // Loggers write from threads of their own, also when the program has ended. The synchronized writer locks itself.
        lock (synchronized)
        {
            return output.ToString();
        }
    }
}
