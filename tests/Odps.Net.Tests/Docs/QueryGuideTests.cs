using System.Text.RegularExpressions;
using Odps.Net.Tests.Support;

namespace Odps.Net.Tests.Docs;

/// <summary>The C# of the guide to queries compiles, each piece within a method of a class that has what the text round it speaks of.</summary>
public sealed partial class QueryGuideTests
{
    private const string Head = """
        using Odps.Net; using Odps.Net.Arrow; using Odps.Net.Emulator; using Odps.Net.Tunnel;
        partial class Guide
        {
            static OdpsClient client = null!; static OdpsEmulator emulator = null!; static QueryResult result = null!; static InteractiveSession session = null!; static Table table = null!;
            static long id; static string city = "", column = "", sql = "", x = "", y = ""; static DateOnly since; static bool first; static string runId = "";
            static IReadOnlyList<long> ids = []; static CancellationToken cancellationToken;
        }
        """;

    [Fact]
    public void Code_of_the_guide_compiles()
    {
        string guide = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "guides", "query.md"));
        string[] pieces = [.. Fences().Matches(guide).Select(piece => piece.Groups[1].Value)];
        Assert.True(pieces.Length > 10, $"the guide has {pieces.Length} pieces of code");
        IEnumerable<string> methods = pieces.Select((piece, i) => $"partial class Guide {{ static async Task Piece{i}Async() {{\n#line 1 \"{piece.Split('\n')[0].Replace('"', '\'')}\"\n{piece}\nawait Task.CompletedTask; }} }}\n");
        Assert.Empty(CSharpCode.Errors(Head + "\n" + string.Concat(methods)));
    }

    [GeneratedRegex(@"```csharp\r?\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fences();
}
