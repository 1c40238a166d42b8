using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Odps.Net.Emulator;
using Odps.Net.Emulator.Sql;
using Odps.Net.Emulator.Storage;
using Odps.Net.Emulator.Tunnel;

namespace Odps.Net.Tests.Emulator.Service;

/// <summary>An emulator on a socket with a plain HTTP client that signs; SQL is whatever the test says, or the emulator's own.</summary>
internal sealed class EmulatorFixture : IAsyncDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AutomaticDecompression = System.Net.DecompressionMethods.None });

    private EmulatorFixture(OdpsEmulator emulator, SqliteTableStore store, TimeProvider clock)
    {
        Emulator = emulator;
        Store = store;
        Clock = clock;
    }

    public OdpsEmulator Emulator { get; }

    public SqliteTableStore Store { get; }

    public TimeProvider Clock { get; }

    /// <summary>An emulator with its own SQL engine.</summary>
    public static async Task<EmulatorFixture> StartWithSqlAsync(string? dataDirectory = null)
    {
        var options = new OdpsEmulatorOptions { AccessId = "id", AccessKey = "key", DataDirectory = dataDirectory };
        return new EmulatorFixture(await OdpsEmulator.StartAsync(options), null!, options.Clock);
    }

    public static async Task<EmulatorFixture> StartAsync(
        Func<SqlRequest, CancellationToken, SqlResult>? sql = null, Func<OdpsEmulatorOptions, OdpsEmulatorOptions>? configure = null)
    {
        var options = new OdpsEmulatorOptions { AccessId = "id", AccessKey = "key" };
        options = configure?.Invoke(options) ?? options;
        var store = new SqliteTableStore(null, options.Clock);
        var engine = new DelegatedSql(sql ?? ((_, _) => throw new EmulatorException("ODPS-0130161", "[1,1] Parse exception - no SQL in this test")));
        OdpsEmulator emulator = await OdpsEmulator.StartAsync(options, new EmulatorStorage(store, new SqliteObjectStore(store), engine, new IdSource(options.IdSeed)), CancellationToken.None);
        return new EmulatorFixture(emulator, store, options.Clock);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Emulator.DisposeAsync();
    }

    public TableDefinition CreateTable(string name, string columns, string? partitionColumns = null)
    {
        Store.CreateTable(
            new TableDefinition { Project = "demo", Name = name, Schema = TableSchema.Parse(columns, partitionColumns), Owner = "ALIYUN$emulator@example.com" },
            ifNotExists: false);
        return Store.FindTable("demo", null, name)!;
    }

    /// <summary>Sends a signed REST request; <paramref name="resource"/> is path and query, not encoded, the query sorted.</summary>
    public Task<HttpResponseMessage> RestAsync(string method, string resource, string? xml = null) => SendAsync(Request(method, "/api", resource, xml), resource);

    /// <summary>Sends a signed tunnel request.</summary>
    public Task<HttpResponseMessage> TunnelAsync(string method, string resource, byte[]? body = null, params (string Name, string Value)[] headers)
    {
        HttpRequestMessage request = Request(method, "", resource, null);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
        }

        foreach ((string name, string value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content!.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return SendAsync(request, resource);
    }

    /// <summary>Sends a signed tunnel request and leaves the body of the answer to be read.</summary>
    public Task<HttpResponseMessage> OpenAsync(string method, string resource) =>
        SendAsync(Request(method, "", resource, null), resource, HttpCompletionOption.ResponseHeadersRead);

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string resource, HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead)
    {
        // A key with an empty value is signed like one without a value.
        string signed = Regex.Replace(resource, "([?&][^=&]+)=(?=&|$)", "$1");
        return _http.SendAsync(request.Sign("id", "key", signed, Clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture)), completion);
    }

    public Task<HttpResponseMessage> SendUnsignedAsync(HttpRequestMessage request) => _http.SendAsync(request);

    public HttpRequestMessage Request(string method, string prefix, string resource, string? xml)
    {
        int question = resource.IndexOf('?', StringComparison.Ordinal);
        string path = string.Join('/', (question < 0 ? resource : resource[..question]).Split('/').Select(Uri.EscapeDataString));
        string query = question < 0 ? "" : "?" + string.Join('&', resource[(question + 1)..].Split('&').Select(EscapePair));
        var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Emulator.TunnelEndpoint, prefix + path + query));
        if (xml is not null)
        {
            request.Content = new StringContent(xml);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/xml");
        }

        return request;
    }

    public async Task<XElement> XmlAsync(string method, string resource, string? xml = null, int status = 200)
    {
        using HttpResponseMessage response = await RestAsync(method, resource, xml);
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(status == (int)response.StatusCode, $"{method} {resource}: {(int)response.StatusCode} {text}");
        return XElement.Parse(text);
    }

    public async Task<JsonElement> TunnelJsonAsync(string method, string resource, int status = 200)
    {
        using HttpResponseMessage response = await TunnelAsync(method, resource);
        return await JsonAsync(response, status);
    }

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage response, int status = 200)
    {
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(status == (int)response.StatusCode, $"{response.RequestMessage!.RequestUri}: {(int)response.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    public static byte[] Records(ColumnCollection columns, params IEnumerable<object?[]> rows)
    {
        using var body = new MemoryStream();
        var encoder = new RecordStreamEncoder(columns, body);
        foreach (object?[] row in rows)
        {
            encoder.Write(row);
        }

        encoder.WriteFooter();
        return body.ToArray();
    }

    /// <summary>A job with one SQL task.</summary>
    public static string SqlJob(string query, string extra = "", string taskType = "SQL") =>
        $"""
        <?xml version="1.0" encoding="utf-8"?>
        <Instance><Job>{extra}<Priority>9</Priority><Tasks><{taskType}><Name>AnonymousSQLTask</Name><Config>
          <Property><Name>settings</Name><Value>{new XText("""{"a.b": "true"}""")}</Value></Property></Config>
          <Query><![CDATA[{query}]]></Query></{taskType}></Tasks><DAG><RunMode>Sequence</RunMode></DAG></Job></Instance>
        """;

    private static string EscapePair(string pair)
    {
        int equals = pair.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? Uri.EscapeDataString(pair) : $"{Uri.EscapeDataString(pair[..equals])}={Uri.EscapeDataString(pair[(equals + 1)..])}";
    }

    private sealed class DelegatedSql(Func<SqlRequest, CancellationToken, SqlResult> run) : ISqlEngine
    {
        public SqlResult Execute(SqlRequest request, CancellationToken cancellationToken) => run(request, cancellationToken);
    }
}
