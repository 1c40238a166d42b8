using System.Globalization;
using System.Text;
using System.Text.Json;
using Odps.Net.Http;
using Odps.Net.Tunnel.Wire;

namespace Odps.Net.Tunnel;

/// <summary>
/// The rows of an interactive query, read by one request without a session. It cannot go on after a broken connection, since nothing says that a second
/// request gives the same rows in the same order: a stream that breaks off is an <see cref="OdpsStreamTruncatedException"/>.
/// </summary>
public sealed class DirectDownload : IAsyncDisposable
{
    private readonly DirectDownloadOptions _options;
    private bool _isAtEnd;

    private DirectDownload(Instance instance, RecordReader reader, long? recordCount, DirectDownloadOptions options)
    {
        Instance = instance;
        Reader = reader;
        RecordCount = recordCount;
        _options = options;
    }

    /// <summary>The instance that ran the query.</summary>
    public Instance Instance { get; }

    /// <summary>The columns.</summary>
    public ColumnCollection Columns => Reader.Columns;

    /// <summary>The number of rows of the result as the service states it (<c>odps-tunnel-record-count</c>); <see langword="null"/> when it does not.</summary>
    public long? RecordCount { get; }

    /// <summary>The rows, as a cursor.</summary>
    public RecordReader Reader { get; }

    /// <summary>
    /// Whether the result has more rows than this download: known at the end of the rows (<see langword="null"/> before), by <see cref="RecordCount"/>. Where
    /// the service states none it is <see langword="false"/> if nothing was asked for that cuts a result (<see cref="DirectDownloadOptions.Count"/>,
    /// <see cref="DirectDownloadOptions.SizeLimit"/>, <see cref="DirectDownloadOptions.Limited"/>), and otherwise stays <see langword="null"/>.
    /// </summary>
    public bool? IsTruncated => !_isAtEnd ? null
        : RecordCount is long count ? _options.Start + Reader.RowsRead < count
        : _options.Count is null && _options.SizeLimit is null && !_options.Limited ? false : null;

    /// <summary>The rows as objects that can be kept.</summary>
    /// <param name="cancellationToken">Cancels the wait for more bytes.</param>
    public async IAsyncEnumerable<Record> ReadRecordsAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return Reader.GetRecord();
        }
    }

    /// <summary>Goes to the next row of <see cref="Reader"/>, like <see cref="RecordReader.ReadAsync"/>, and notes the end.</summary>
    /// <param name="cancellationToken">Cancels the wait for more bytes.</param>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken = default)
    {
        bool hasRow = await Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        _isAtEnd = !hasRow;
        return hasRow;
    }

    /// <summary>Ends the reading and closes the connection.</summary>
    public ValueTask DisposeAsync() => Reader.DisposeAsync();

    internal static async Task<DirectDownload> OpenAsync(ServiceScope scope, Instance instance, DirectDownloadOptions options, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(options.TaskName, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.Start, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.Count ?? 0, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.SizeLimit ?? 1, 1, nameof(options));
        TunnelTarget target = TunnelTarget.Of(scope, instance, options.QuotaName, options.Tags, options.NetworkTimeout);
        string queryId = options.QueryId is int number ? string.Create(CultureInfo.InvariantCulture, $", query {number}") : "";
        string description = $"{target.Description} (direct download of task {options.TaskName}{queryId})";
        bool isRange = options.Start > 0 || options.Count is not null;
        QueryParameters query = new QueryParameters { "data", "cached", "schema_in_stream" }
            .Flag("instance_tunnel_limit_enabled", options.Limited)
            .With("taskname", options.TaskName)
            .With("queryid", options.QueryId?.ToString(CultureInfo.InvariantCulture))
            .With("columns", options.Columns is null ? null : string.Join(',', options.Columns))
            .With("rowrange", isRange ? TunnelTarget.FormatRange(options.Start, options.Count ?? long.MaxValue) : null)
            .With("sizelimit", options.SizeLimit?.ToString(CultureInfo.InvariantCulture));
        OdpsRequest request = await target.RequestAsync(HttpMethod.Get, query, $"read {description}", cancellationToken).ConfigureAwait(false);
        request = request with
        {
            Streaming = true,
            Headers = [.. request.Headers, new("Accept-Encoding", options.Compression.HeaderFor(TunnelDataForm.Records) ?? "identity")],
        };
        OdpsResponse response = await scope.Pipeline.SendAsync(request, cancellationToken).ConfigureAwait(false);
        string? schema = response.Header("odps-tunnel-schema");
        long? count = long.TryParse(response.Header("odps-tunnel-record-count"), NumberStyles.None, CultureInfo.InvariantCulture, out long stated) ? stated : null;
        DownloadBodyStream body = await DownloadBodyStream.OpenAsync(response).ConfigureAwait(false);
        try
        {
            var streamOptions = new RecordStreamOptions { Description = description, TimeZone = scope.Options.TimeZone };
            RecordReader reader = schema is { Length: > 0 }
                ? new RecordReader(body, Select(ParseSchema(Encoding.UTF8.GetBytes(schema), response), options.Columns), streamOptions)
                : await RecordReader.OpenWithSchemaAsync(body, json => Select(ParseSchema(json.ToArray(), response), options.Columns), streamOptions, cancellationToken).ConfigureAwait(false);
            return new DirectDownload(instance, reader, count, options);
        }
        catch
        {
            await body.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static ColumnCollection ParseSchema(byte[] json, OdpsResponse response)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return TableInfoReader.ReadColumns(document.RootElement).Columns;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw response.Malformed($"has a schema that cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The columns of the stream: those asked for in their order, out of a schema that may be that of the whole result.</summary>
    private static ColumnCollection Select(ColumnCollection columns, IReadOnlyList<string>? names) =>
        names is null ? columns : new(names.Select(n => columns[n]));
}
