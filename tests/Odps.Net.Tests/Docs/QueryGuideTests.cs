using System.Text.RegularExpressions;
using Odps.Net.Tests.Support;

namespace Odps.Net.Tests.Docs;

/// <summary>The C# of the guide to queries compiles, each piece within a method of a class that has what the text round it speaks of.</summary>
public sealed partial class QueryGuideTests
{
    private const string Around = """
        using Odps.Net; using Odps.Net.Arrow; using Odps.Net.Emulator; using Odps.Net.Tunnel;
        class Guide
        {
            static OdpsClient client = null!; static OdpsEmulator emulator = null!; static QueryResult result = null!; static InteractiveSession session = null!; static Table table = null!;
            static long id; static string city = "", column = "", sql = "", x = "", y = ""; static DateOnly since; static bool first; static string runId = "";
            static IReadOnlyList<long> ids = []; static CancellationToken cancellationToken;

            static async Task PieceAsync()
            {
        #line 1
        """;

    public static TheoryData<string> Pieces()
    {
        var pieces = new TheoryData<string>();
        foreach (Match piece in Fences().Matches(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "guides", "query.md"))))
        {
            pieces.Add(piece.Groups[1].Value);
        }

        return pieces;
    }

    [Theory]
    [MemberData(nameof(Pieces))]
    public void Code_of_the_guide_compiles(string piece) => Assert.Empty(CSharpCode.Errors($"{Around}\n{piece}\n    await Task.CompletedTask;\n    }}\n}}"));

    [GeneratedRegex(@"```csharp\r?\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fences();
}
