using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Odps.Net.Tests.Support;

/// <summary>Compiles C# text against the SDK and the base class library, as a user's project would.</summary>
internal static class CSharpCode
{
    private const string Usings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Text; global using System.Threading; global using System.Threading.Tasks;
        """;

    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => Path.GetFileName(p).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(p) is "netstandard.dll" or "mscorlib.dll")
            .Append(typeof(OdpsClient).Assembly.Location)
            .Append(typeof(Odps.Net.Emulator.OdpsEmulator).Assembly.Location)
            .Select(p => (MetadataReference)MetadataReference.CreateFromFile(p)),
    ];

    /// <returns>The errors of the compiler, with their lines in the text.</returns>
    public static IReadOnlyList<string> Errors(string code) =>
        [.. Compile(code).GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => $"{d.Location.GetMappedLineSpan().Path}, line {d.Location.GetMappedLineSpan().StartLinePosition.Line + 1}: {d.Id} {d.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}")];

    /// <returns>The warnings of an analyzer: their ids, their lines from 1, and the code that each is about.</returns>
    public static async Task<IReadOnlyList<(string Id, int Line, string Code)>> AnalyzeAsync(string code, DiagnosticAnalyzer analyzer)
    {
        Assert.Empty(Errors(code));
        ImmutableArray<Diagnostic> found = await Compile(code).WithAnalyzers([analyzer]).GetAnalyzerDiagnosticsAsync();
        return
        [
            .. found.OrderBy(d => d.Location.SourceSpan.Start).Select(d =>
                (d.Id, d.Location.GetLineSpan().StartLinePosition.Line + 1, d.Location.SourceTree!.ToString().Substring(d.Location.SourceSpan.Start, d.Location.SourceSpan.Length))),
        ];
    }

    private static CSharpCompilation Compile(string code) => CSharpCompilation.Create(
        "Snippet",
        [CSharpSyntaxTree.ParseText(Usings), CSharpSyntaxTree.ParseText(code)],
        References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true));
}
