using System.Globalization;
using System.Runtime.CompilerServices;

namespace Odps.Net.Arrow;

/// <summary>
/// Reads an Arrow IPC stream: a schema, then record batches. Each batch that is handed out is the caller's to dispose; it is made over one block of pooled
/// memory that was read from the stream, without copying. Not thread-safe; batches may be used and disposed on any thread.
/// </summary>
/// <remarks>
/// Bodies compressed by LZ4_FRAME and ZSTD, dictionaries with deltas and replacement, metadata of the versions V4 and V5 and messages from before
/// Arrow 0.15 are read. A stream that ends within a message is an error; see <see cref="ArrowReadOptions.ExpectedRowCount"/> for one that ends between two.
/// </remarks>
public sealed class ArrowStreamReader : IAsyncDisposable, IDisposable
{
    private readonly Stream _stream;
    private readonly bool _leaveOpen;
    private readonly ArrowReadOptions _options;
    private readonly ArrowMemoryPool _pool;
    private readonly MessageReader _messages;
    private readonly BodyDecompressor _decompressor;
    private Schema? _schema;
    private DictionaryStore? _dictionaries;
    private bool _ended;
    private bool _disposed;

    /// <summary>Creates a reader; nothing is read yet.</summary>
    /// <param name="stream">The stream, at the start of the Arrow data. It is read asynchronously.</param>
    /// <param name="options">How to read. Default: <see cref="ArrowReadOptions"/> with its defaults.</param>
    /// <param name="leaveOpen">Whether disposing the reader leaves the stream open. Default: no.</param>
    public ArrowStreamReader(Stream stream, ArrowReadOptions? options = null, bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _stream = stream;
        _leaveOpen = leaveOpen;
        _options = options ?? ArrowReadOptions.Default;
        _pool = _options.MemoryPool ?? new ArrowMemoryPool();
        _messages = new MessageReader(stream, _options, _pool);
        _decompressor = new BodyDecompressor(_options, _pool);
    }

    /// <summary>The rows of the batches handed out so far.</summary>
    public long RowsRead { get; private set; }

    /// <summary>The bytes consumed so far.</summary>
    public long BytesRead => _messages.Position;

    /// <summary>The schema; read from the stream at the first call.</summary>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="OdpsDataException">The stream is not an Arrow stream, or uses a type that is not supported.</exception>
    /// <exception cref="OdpsStreamTruncatedException">The stream ends early.</exception>
    public async ValueTask<Schema> GetSchemaAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_schema is not null)
        {
            return _schema;
        }

        IpcMessage message = await _messages.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (message.IsEnd)
        {
            throw new OdpsStreamTruncatedException($"The Arrow stream ends after {_messages.Position} bytes, before its schema.", 0) { Offset = _messages.Position };
        }

        return _schema = ReadSchema(message);
    }

    /// <summary>The next batch; <see langword="null"/> at the end of the stream. The caller disposes it.</summary>
    /// <param name="cancellationToken">Cancels the reading; the reader cannot be used any more then.</param>
    /// <exception cref="OdpsDataException">The data is corrupt; the message says where.</exception>
    /// <exception cref="OdpsStreamTruncatedException">The stream ends early.</exception>
    public async ValueTask<RecordBatch?> ReadNextRecordBatchAsync(CancellationToken cancellationToken = default)
    {
        Schema schema = await GetSchemaAsync(cancellationToken).ConfigureAwait(false);
        while (!_ended)
        {
            IpcMessage message = await _messages.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (message.IsEnd)
            {
                _ended = true;
                RowCounting.CheckEnd(_options, RowsRead, _messages);
                return null;
            }

            if (Decode(message, schema) is RecordBatch batch)
            {
                return batch;
            }
        }

        return null;
    }

    /// <summary>All batches that are left. Each is the caller's to dispose.</summary>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="OdpsDataException">The data is corrupt; the message says where.</exception>
    /// <exception cref="OdpsStreamTruncatedException">The stream ends early.</exception>
    public async IAsyncEnumerable<RecordBatch> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await ReadNextRecordBatchAsync(cancellationToken).ConfigureAwait(false) is { } batch)
        {
            yield return batch;
        }
    }

    /// <summary>Closes the reader, and the stream unless it is left open. Batches stay valid.</summary>
    public void Dispose()
    {
        if (Close() && !_leaveOpen)
        {
            _stream.Dispose();
        }
    }

    /// <summary>Closes the reader, and the stream unless it is left open. Batches stay valid.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Close() && !_leaveOpen)
        {
            await _stream.DisposeAsync().ConfigureAwait(false);
        }
    }

    private bool Close()
    {
        if (_disposed)
        {
            return false;
        }

        _disposed = true;
        _dictionaries?.Dispose();
        _decompressor.Dispose();
        _messages.Dispose();
        return true;
    }

    private Schema ReadSchema(in IpcMessage message)
    {
        try
        {
            if (message.Type != MessageHeaderType.Schema)
            {
                throw new OdpsDataException($"it is a {message.Type}; the stream has to begin with its schema");
            }

            var ids = new Dictionary<DictionaryType, long>(ReferenceEqualityComparer.Instance);
            Schema schema = SchemaDecoder.Decode(message.Header, message.Metadata.Length, _options.MaxDepth, ids);
            _dictionaries = new DictionaryStore(ids);
            return schema;
        }
        catch (OdpsDataException cause)
        {
            throw MessageErrors.Locate(message, cause, null);
        }
        finally
        {
            message.Body?.Release();
        }
    }

    private RecordBatch? Decode(in IpcMessage message, Schema schema)
    {
        try
        {
            var source = new BatchSource(_options, _pool, _decompressor, _dictionaries);
            switch (message.Type)
            {
                case MessageHeaderType.RecordBatch:
                    ArrayData[] columns = RecordBatchDecoder.Decode(message.Header, message.Body, message.BodyLength, schema.Fields, source, out int length);
                    var batch = new RecordBatch(schema, columns, length);
                    RowsRead = RowCounting.Add(_options, RowsRead, batch);
                    _messages.RowsRead = RowsRead;
                    return batch;
                case MessageHeaderType.DictionaryBatch:
                    _dictionaries!.Read(message.Header, message.Body, message.BodyLength, source);
                    return null;
                case MessageHeaderType.Schema:
                    throw new OdpsDataException("it is a second schema");
                default:
                    throw new OdpsDataException(string.Create(CultureInfo.InvariantCulture, $"it is a {message.Type}, which is not supported"));
            }
        }
        catch (OdpsDataException cause)
        {
            _ended = true;
            throw MessageErrors.Locate(message, cause, RowsRead);
        }
        finally
        {
            message.Body?.Release();
        }
    }
}
