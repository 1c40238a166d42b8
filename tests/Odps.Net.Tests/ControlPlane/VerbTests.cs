using System.Reflection;
using System.Text;
using System.Xml.Linq;
using Odps.Net.Tests.Support;
using Odps.Net.Tests.Tunnel;

namespace Odps.Net.Tests.ControlPlane;

/// <summary>
/// Each verb of the control plane with the requests that it sends: method, path, query, headers and body. <c>Verbs.txt</c> lists what the protocol states; a test holds
/// each call against it, and another sees to it that no public member is left out.
/// </summary>
public sealed class VerbTests
{
    /// <summary>Members that move data; what they send is tested with the readers and writers that they open.</summary>
    private static readonly string[] Data =
    [
        "Table.OpenReaderAsync", "Table.OpenWriterAsync", "Table.ReadAsync", "Table.WriteAsync", "Resource.OpenAsync", "Resource.OpenReadAsync",
        "TableResource.CreateDownloadSessionAsync", "TableResource.CreateUploadSessionAsync", "TableResource.OpenRecordReaderAsync",
        "VolumePartition.CreateDownloadSessionAsync", "VolumePartition.CreateUploadSessionAsync", "VolumePartition.OpenReadAsync",
        "VolumeItem.OpenReadAsync", "VolumeItem.OpenWriteAsync", "Instance.OpenResultAsync",
    ];

    /// <summary>Types that are no nouns of the control plane, or whose calls are SQL of the caller's.</summary>
    private static readonly Type[] Others =
    [
        typeof(OdpsClient), typeof(SqlOperations), typeof(QueryResult), typeof(InteractiveSession), typeof(InteractiveSessionQuery), typeof(ResourceStream), typeof(OdpsCredential), typeof(PagedEnumerable<>),
    ];

    private static readonly IReadOnlyDictionary<string, string> Expected = Read();

    public static TheoryData<string> Names => [.. VerbCalls.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Verb_sends_what_the_protocol_states(string verb)
    {
        await using var service = new ScriptedRest(options => options with { TimeProvider = new ManualTimeProvider { AutoAdvance = true } }) { OnRequest = VerbAnswers.AnswerAsync };
        await VerbCalls.All[verb](service.Client);
        LoopbackExchange[] requests = [.. service.Server.Requests];
        bool submits = Array.Exists(requests, r => r.Method == "POST" && (r.Path().EndsWith("/instances", StringComparison.Ordinal) || r.Path().EndsWith("/offlinemodels", StringComparison.Ordinal)));
        string sent = string.Join('\n', requests.Where(r => !IsPoll(r, submits)).Select(Describe));
        Assert.Equal(Expected.GetValueOrDefault(verb), sent);
    }

    [Fact]
    public void Every_verb_is_called_and_has_its_requests()
    {
        string[] members = [.. typeof(OdpsClient).Assembly.GetExportedTypes()
            .Where(t => t.Namespace == "Odps.Net" && t.IsClass && !Others.Contains(t.IsGenericType ? t.GetGenericTypeDefinition() : t))
            .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(m => m.Name.EndsWith("Async", StringComparison.Ordinal))
            .Select(m => $"{m.DeclaringType!.Name}.{m.Name}")
            .Distinct()
            .Except(Data)
            .Order(StringComparer.Ordinal)];
        Assert.Equal(members, VerbCalls.All.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(members, Expected.Keys.Order(StringComparer.Ordinal));
    }

    /// <summary>Looks at an instance until it has ended, which is no part of the verb that submitted it.</summary>
    private static bool IsPoll(LoopbackExchange exchange, bool submits) =>
        submits && exchange.Method == "GET" && exchange.Path().EndsWith("/instances/i1", StringComparison.Ordinal);

    private static string Describe(LoopbackExchange exchange)
    {
        var text = new StringBuilder("  ").Append(exchange.Method).Append(' ').Append(Target(exchange));
        foreach ((string name, string value) in exchange.Headers.Where(h => Matters(h.Key)).OrderBy(h => h.Key, StringComparer.OrdinalIgnoreCase))
        {
            text.Append("\n    ").Append(name).Append(": ").Append(value);
        }

        if (exchange.Body.Length > 0)
        {
            text.Append("\n    ").Append(Body(exchange));
        }

        return text.ToString();
    }

    private static string Target(LoopbackExchange exchange)
    {
        string path = exchange.Path();
        path = path.StartsWith("/api/catalog/", StringComparison.Ordinal) ? path : path[4..];
        return exchange.Query() is { Length: > 0 } query ? $"{path}?{query}" : path;
    }

    private static bool Matters(string name) => name.ToLowerInvariant() is "content-type" or "content-disposition" or "range" or "odps-x-supervision-token"
        || (name.StartsWith("x-odps-", StringComparison.OrdinalIgnoreCase) && !name.Equals("x-odps-user-agent", StringComparison.OrdinalIgnoreCase));

    /// <summary>The body on one line: of a job what it runs, the ids that are made anew left out.</summary>
    private static string Body(LoopbackExchange exchange)
    {
        string text = Encoding.UTF8.GetString(exchange.Body);
        if (exchange.Header("Content-Type") == "application/xml" && text.StartsWith("<?xml", StringComparison.Ordinal))
        {
            XElement root = XElement.Parse(text, LoadOptions.PreserveWhitespace);
            foreach (XElement uuid in root.Descendants("Property").Where(p => p.Element("Name")?.Value == "uuid").ToArray())
            {
                uuid.Remove();
            }

            foreach (XElement name in root.Descendants("Merge").Elements("Name"))
            {
                name.Value = string.Join('_', name.Value.Split('_')[..2]) + "_*";
            }

            text = root.ToString(SaveOptions.DisableFormatting);
        }

        return text.Replace("\n", "\\n", StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Read()
    {
        string file = Path.Combine(AppContext.BaseDirectory, "ControlPlane", "Verbs.txt");
        return File.ReadAllText(file).ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(block => block.TrimEnd('\n').Split('\n', 2))
            .ToDictionary(parts => parts[0], parts => parts.Length > 1 ? parts[1] : "", StringComparer.Ordinal);
    }
}
