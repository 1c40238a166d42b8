using System.Globalization;
using System.Net;
using Odps.Net.Arrow;
using Odps.Net.Http;
using Odps.Net.Tunnel;

namespace Odps.Net.Benchmarks.Http;

/// <summary>The transfers of a case, from the platform's bare client up to the readers and writers of the SDK.</summary>
internal sealed class HttpTransfers : IAsyncDisposable
{
    private const int BufferSize = 64 * 1024;
    private const int BatchRows = 8192;

    private static readonly string[] Downloads = ["cursor", "records", "ranges-1", "ranges-2", "parallel-records"];

    private readonly CodecCase _case;
    private readonly long _rows;
    private readonly string _address;
    private readonly HttpClient _bare = new(new SocketsHttpHandler { UseProxy = false, AutomaticDecompression = DecompressionMethods.None });
    private readonly OdpsClient _client;
    private readonly OdpsPipeline _pipeline;
    private readonly TableDownloadSession _download;
    private readonly TableUploadSession _upload;
    private readonly byte[] _buffer = new byte[BufferSize];
    private int _lastBlock = -1;

    private HttpTransfers(
        CodecCase @case, long rows, string address, OdpsClientOptions options, OdpsClient client, TableDownloadSession download, TableUploadSession upload)
    {
        _pipeline = new OdpsPipeline(options);
        _case = @case;
        _rows = rows;
        _address = address;
        _client = client;
        _download = download;
        _upload = upload;
    }

    public static async Task<HttpTransfers> OpenAsync(string address, string name, long rows)
    {
        var options = new OdpsClientOptions
        {
            Endpoint = new Uri(address),
            TunnelEndpoint = new Uri(address),
            Project = "p",
            Credential = OdpsCredential.AccessKey("id", "key"),
            Proxy = new WebProxy(),
        };
        var client = new OdpsClient(options);
        Table table = client.Tables[name];
        return new HttpTransfers(
            CodecCase.All.Single(c => c.Name == name),
            rows,
            address,
            options,
            client,
            await client.Tunnel.CreateDownloadSessionAsync(table),
            await client.Tunnel.CreateUploadSessionAsync(table));
    }

    /// <summary>The ladders, each with the bare client first. A further form of data is one more ladder.</summary>
    public IEnumerable<IReadOnlyList<HttpRung>> Ladders
    {
        get
        {
            long records = LengthAsync(Url(TunnelDataForm.Records)).GetAwaiter().GetResult();
            yield return
            [
                new("download", "bare", records, () => DiscardBareAsync(Url(TunnelDataForm.Records))),
                new("download", "pipeline", records, () => DiscardAsync(TunnelDataForm.Records)),
                .. Downloads.Select(reader => new HttpRung("download", reader, records, () => ReadAllAsync(reader, _rows))),
            ];
            yield return
            [
                new("upload", "bare", records, () => SendBareAsync(records)),
                new("upload", "pipeline", records, () => SendAsync(records)),
                new("upload", "writer", records, WriteAsync),
                new("upload", "buffered-writer", records, WriteBufferedAsync),
            ];
            long arrow = LengthAsync(Url(TunnelDataForm.Arrow)).GetAwaiter().GetResult();
            yield return
            [
                new("download-arrow", "bare", arrow, () => DiscardBareAsync(Url(TunnelDataForm.Arrow))),
                new("download-arrow", "pipeline", arrow, () => DiscardAsync(TunnelDataForm.Arrow)),
                new("download-arrow", "arrow", arrow, () => ReadAllAsync("arrow", _rows)),
            ];
            RecordBatch batch = _case.Batch(BatchRows);
            yield return
            [
                new("upload-arrow", "bare", arrow, () => SendBareAsync(arrow)),
                new("upload-arrow", "writer", arrow, () => WriteBatchesAsync(batch)),
            ];
        }
    }

    /// <summary>Reads rows in one of the ways of the SDK.</summary>
    public async Task ReadAllAsync(string reader, long rows)
    {
        switch (reader)
        {
            case "cursor":
            {
                await using RecordReader cursor = await _download.OpenRecordReaderAsync(new RecordReaderOptions { Count = rows });
                await _case.ReadAsync(cursor);
                Expect(rows, cursor.RowsRead);
                break;
            }

            case "records":
            {
                await using RecordReader cursor = await _download.OpenRecordReaderAsync(new RecordReaderOptions { Count = rows });
                await foreach (Record record in cursor.ReadRecordsAsync())
                {
                    _ = record.IsNull(0);
                }

                Expect(rows, cursor.RowsRead);
                break;
            }

            case "ranges-1" or "ranges-2":
            {
                int readers = reader[^1] - '0';
                long done = 0;
                await _download.ForEachRangeAsync(
                    async (cursor, _) =>
                    {
                        await _case.ReadAsync(cursor);
                        Interlocked.Add(ref done, cursor.RowsRead);
                    },
                    new ParallelDownloadOptions { Count = rows, Parallelism = readers, RowsPerRange = (rows + readers - 1) / readers });
                Expect(rows, done);
                break;
            }

            case "parallel-records":
            {
                long done = 0;
                await foreach (Record record in _download.ReadRecordsAsync(new ParallelDownloadOptions { Count = rows, Parallelism = 2 }))
                {
                    done += record.IsNull(0) ? 0 : 1;
                }

                Expect(rows, done);
                break;
            }

            default:
            {
                await using ArrowReader batches = await _download.OpenArrowReaderAsync(new ArrowReaderOptions { Count = rows });
                while (await batches.ReadNextRecordBatchAsync() is { } batch)
                {
                    batch.Dispose();
                }

                Expect(rows, batches.RowsRead);
                break;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _bare.Dispose();
        await _pipeline.DisposeAsync();
        await _client.DisposeAsync();
    }

    private string Url(TunnelDataForm form) => string.Create(
        CultureInfo.InvariantCulture,
        $"{_address}/projects/p/tables/{_case.Name}?data&downloadid=1&rowrange=(0,{_rows}){(form == TunnelDataForm.Arrow ? "&arrow" : "")}");

    private async Task<long> LengthAsync(string url)
    {
        using HttpResponseMessage answer = await _bare.GetAsync(new Uri(url), HttpCompletionOption.ResponseHeadersRead);
        return answer.Content.Headers.ContentLength!.Value;
    }

    private async Task DiscardBareAsync(string url)
    {
        using HttpResponseMessage answer = await _bare.GetAsync(new Uri(url), HttpCompletionOption.ResponseHeadersRead);
        await using Stream body = await answer.Content.ReadAsStreamAsync();
        Expect(answer.Content.Headers.ContentLength!.Value, await DiscardAsync(body));
    }

    /// <summary>The SDK's signed request and the stream that its readers read.</summary>
    private async Task DiscardAsync(TunnelDataForm form)
    {
        ColumnSelection selection = ColumnSelection.Of(_download, form, null, false);
        var range = new DownloadRange(_download, form, 0, _rows, selection, TunnelCompression.None);
        await using Stream body = await range.OpenAsync(0, CancellationToken.None);
        await DiscardAsync(body);
    }

    private async Task<long> DiscardAsync(Stream body)
    {
        long length = 0;
        int count;
        while ((count = await body.ReadAsync(_buffer)) > 0)
        {
            length += count;
        }

        return length;
    }

    private async Task SendBareAsync(long length)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{_address}/projects/p/tables/{_case.Name}?uploadid=1&blockid=0");
        request.Content = new RepeatedContent(_buffer, length);
        using HttpResponseMessage answer = await _bare.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    private async Task SendAsync(long length)
    {
        OdpsRequest request = OdpsRequest.Put(RestPath.Project("p").Table(_case.Name), "write a block") with
        {
            Endpoint = new Uri(_address),
            Query = new QueryParameters { { "uploadid", "1" }, { "blockid", "0" } },
        };
        await using StreamingUpload upload = await StreamingUpload.OpenAsync(
            _pipeline, request, TunnelDataForm.Records, TunnelCompression.None, () => { }, CancellationToken.None);
        for (long left = length; left > 0; left -= _buffer.Length)
        {
            await upload.WriteAsync(_buffer.AsMemory(0, (int)Math.Min(left, _buffer.Length)));
        }

        await upload.CompleteAsync(CancellationToken.None);
    }

    private async Task WriteAsync()
    {
        await using RecordWriter writer = await _upload.OpenRecordWriterAsync(NextBlock());
        await _case.WriteAsync(writer, (int)_rows);
        Expect(_rows, (await writer.CompleteAsync()).Rows);
    }

    private async Task WriteBufferedAsync()
    {
        // A session has a bounded number of block ids, and each writer takes some.
        TableUploadSession session = await _client.Tunnel.CreateUploadSessionAsync(_upload.Table);
        await using RecordWriter writer = session.OpenBufferedRecordWriter(new BufferedWriterOptions { BlockSize = 16 * 1024 * 1024 });
        await _case.WriteAsync(writer, (int)_rows);
        Expect(_rows, (await writer.CompleteAsync()).Rows);
    }

    private async Task WriteBatchesAsync(RecordBatch batch)
    {
        await using ArrowWriter writer = await _upload.OpenArrowWriterAsync(NextBlock());
        for (long left = _rows; left > 0; left -= batch.Length)
        {
            using RecordBatch part = batch.Slice(0, (int)Math.Min(left, batch.Length));
            await writer.WriteAsync(part);
        }

        Expect(_rows, (await writer.CompleteAsync()).Rows);
    }

    private int NextBlock() => ++_lastBlock;

    private static void Expect(long expected, long actual)
    {
        if (expected != actual)
        {
            throw new InvalidOperationException($"{expected} expected, {actual} found.");
        }
    }

    /// <summary>A body that sends the same bytes again and again.</summary>
    private sealed class RepeatedContent(byte[] bytes, long length) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            for (long left = length; left > 0; left -= bytes.Length)
            {
                await stream.WriteAsync(bytes.AsMemory(0, (int)Math.Min(left, bytes.Length)));
            }
        }

        protected override bool TryComputeLength(out long computed)
        {
            computed = 0;
            return false;
        }
    }
}
