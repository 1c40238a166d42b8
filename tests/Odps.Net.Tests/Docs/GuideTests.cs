using System.Text.RegularExpressions;
using Odps.Net.Tests.Support;

namespace Odps.Net.Tests.Docs;

/// <summary>The C# of the guides compiles, each piece within a method of a class that has what the text round it speaks of.</summary>
public sealed partial class GuideTests
{
    private const string Head = """
        using System.Text.Json; using System.Text.Json.Nodes; using Odps.Net; using Odps.Net.Arrow; using Odps.Net.Emulator; using Odps.Net.Tunnel;
        unsafe partial class Guide
        {
            static OdpsClient client = null!; static OdpsEmulator emulator = null!; static Table table = null!; static CancellationToken ct, cancellationToken;
        """;

    public static TheoryData<string, int, string> Guides { get; } = new()
    {
        { "guides/arrow.md", 8, "static Stream stream = null!; static RecordBatch batch = null!; static ColumnCollection columns = null!; static Record[] records = []; static void other_library_import(CArrowSchema* s, CArrowArray* a) { }" },
        { "guides/connect.md", 3, """
            static string id = "", secret = ""; static StsClient sts = null!; static Configuration configuration = null!;
            class Configuration { public Configuration GetSection(string name) => this; public T? Get<T>() => default; }
            class StsClient { public Task<StsCredentials> AssumeRoleAsync(string role, string session, TimeSpan? duration, CancellationToken ct) => null!; }
            record StsCredentials(string AccessKeyId, string AccessKeySecret, string SecurityToken, DateTimeOffset Expiration);
            """ },
        { "guides/errors-and-retries.md", 1, "" },
        { "guides/machine-learning.md", 2, "" },
        { "guides/query.md", 10, """
            static QueryResult result = null!; static InteractiveSession session = null!; static long id; static string city = "", column = "", sql = "", x = "", y = "", runId = "";
            static DateOnly since; static bool first; static IReadOnlyList<long> ids = [];
            """ },
        { "guides/resources-and-functions.md", 3, "" },
        { "guides/security.md", 5, """static SecurityOperations security = null!; static string text = "";""" },
        { "guides/tables.md", 6, "static Table orders = null!;" },
        { "guides/tags.md", 1, "" },
        { "guides/tunnel.md", 10, """
            static TableSchema schema = null!; static Record record = null!; static Instance instance = null!; static Stream source = null!; static Order[] orders = []; static long total;
            static IProgress<TransferProgress> progress = null!; static TableDownloadSession session = null!; static TableUploadSession upload = null!;
            record Order(long Id, string Name);
            """ },
        { "guides/types.md", 1, "static RecordReader reader = null!; static double sum; static long total;" },
        { "guides/volumes.md", 2, "static string[] names = []; static Stream source = null!;" },
    };

    [Theory]
    [MemberData(nameof(Guides))]
    public void Code_of_the_guide_compiles(string guide, int least, string declarations)
    {
        string text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", guide));
        string[] pieces = [.. Fences().Matches(text).Select(piece => piece.Groups[1].Value)];
        Assert.True(pieces.Length >= least, $"the guide has {pieces.Length} pieces of code");
        IEnumerable<string> methods = pieces.Select((piece, i) => piece.Contains('*', StringComparison.Ordinal) && piece.Contains("CArrow", StringComparison.Ordinal)
            ? $"unsafe partial class Guide {{ static void Piece{i}() {{\n{Line(piece)}{piece}\n}} }}\n"
            : $"partial class Guide {{ static async Task Piece{i}Async() {{\n{Line(piece)}{piece}\nawait Task.CompletedTask; }} }}\n");
        Assert.Empty(CSharpCode.Errors($"{Head}\n{declarations}\n}}\n{string.Concat(methods)}"));
    }

    [Fact]
    public void Every_guide_is_compiled() => Assert.Equal(
        Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "docs", "guides"), "*.md").Where(f => Fences().IsMatch(File.ReadAllText(f))).Select(f => $"guides/{Path.GetFileName(f)}").Order(),
        Guides.Select(row => (string)row[0]).Order());

    [Fact]
    public void Every_option_of_the_tunnel_and_of_Arrow_is_named_in_a_guide()
    {
        string guides = string.Concat(((string[])["tunnel", "arrow", "volumes"]).Select(name => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "guides", $"{name}.md"))));
        Type[] options = [.. typeof(OdpsClient).Assembly.GetExportedTypes()
            .Where(t => t.Namespace is "Odps.Net.Tunnel" or "Odps.Net.Arrow" && t.Name.EndsWith("Options", StringComparison.Ordinal))];
        Assert.True(options.Length > 10, $"Only {options.Length} types of options were found.");
        string[] unnamed = [.. options.SelectMany(t => t.GetProperties()
            .Where(p => !Regex.IsMatch(guides, $@"\b{p.Name}\b", RegexOptions.None, TimeSpan.FromSeconds(1)))
            .Select(p => $"{t.Name}.{p.Name}"))];
        Assert.Empty(unnamed);
    }

    private static string Line(string piece) => $"#line 1 \"{piece.Split('\n')[0].Replace('"', '\'')}\"\n";

    [GeneratedRegex(@"```csharp\r?\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fences();
}
