using System.Globalization;

namespace Odps.Net.Arrow;

/// <summary>
/// Reads record batch messages without a schema, as the tunnel sends them. The columns are known from the session; the layout of each message is found by its
/// counts, and batches are given in the declared types. Batches are the caller's to dispose.
/// </summary>
internal sealed class BareBatchReader : IAsyncDisposable
{
    private readonly Stream _stream;
    private readonly bool _leaveOpen;
    private readonly ArrowReadOptions _options;
    private readonly ArrowMemoryPool _pool;
    private readonly MessageReader _messages;
    private readonly BodyDecompressor _decompressor;
    private readonly WireLayout[] _layouts;
    private readonly bool _convert;
    private int _usual;
    private bool _ended;
    private bool _disposed;

    /// <param name="stream">The messages, without chunk framing.</param>
    /// <param name="columns">The columns in the order of the data.</param>
    /// <param name="options">How to read.</param>
    /// <param name="convert">Whether batches are given in the declared types; otherwise as they came.</param>
    /// <param name="leaveOpen">Whether disposing leaves the stream open.</param>
    public BareBatchReader(Stream stream, ColumnCollection columns, ArrowReadOptions? options = null, bool convert = true, bool leaveOpen = false)
    {
        _stream = stream;
        _leaveOpen = leaveOpen;
        _options = options ?? ArrowReadOptions.Default;
        _pool = _options.MemoryPool ?? new ArrowMemoryPool();
        _messages = new MessageReader(stream, _options, _pool);
        _decompressor = new BodyDecompressor(_options, _pool);
        _layouts = WireLayouts.For(columns);
        _convert = convert;
        Schema = Schema.From(columns);
    }

    /// <summary>The declared schema.</summary>
    public Schema Schema { get; }

    /// <summary>The rows of the batches handed out so far.</summary>
    public long RowsRead { get; private set; }

    /// <summary>The next batch; null at the end.</summary>
    /// <exception cref="OdpsDataException">The data is corrupt, or of another layout than the columns.</exception>
    /// <exception cref="OdpsStreamTruncatedException">The stream ends early.</exception>
    public async ValueTask<RecordBatch?> ReadNextAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        while (!_ended)
        {
            IpcMessage message;
            try
            {
                message = await _messages.ReadAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OdpsStreamTruncatedException cause) when (cause.RowsRead != RowsRead)
            {
                // The framing below knows nothing of rows.
                throw new OdpsStreamTruncatedException(string.Create(CultureInfo.InvariantCulture, $"{cause.Message} {RowsRead} rows were read before."), RowsRead, cause) { Offset = cause.Offset };
            }

            if (message.IsEnd)
            {
                _ended = true;
                RowCounting.CheckEnd(_options, RowsRead, _messages);
                return null;
            }

            if (Decode(message) is RecordBatch batch)
            {
                return batch;
            }
        }

        return null;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_disposed)
        {
            _disposed = true;
            _decompressor.Dispose();
            _messages.Dispose();
            if (!_leaveOpen)
            {
                await _stream.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private RecordBatch? Decode(in IpcMessage message)
    {
        try
        {
            if (message.Type == MessageHeaderType.Schema && message.Number == 0)
            {
                return null;
            }

            if (message.Type != MessageHeaderType.RecordBatch)
            {
                throw new OdpsDataException($"it is a {message.Type}; the tunnel sends record batches only");
            }

            RecordBatch batch = DecodeBatch(message);
            RowsRead = RowCounting.Add(_options, RowsRead, batch);
            _messages.RowsRead = RowsRead;
            return batch;
        }
        catch (OdpsDataException cause)
        {
            _ended = true;
            throw MessageErrors.Locate(message, cause, RowsRead + (cause.Row ?? 0));
        }
        finally
        {
            message.Body?.Release();
        }
    }

    private RecordBatch DecodeBatch(in IpcMessage message)
    {
        FlatTable header = message.Header;
        var source = new BatchSource(_options, _pool, _decompressor, null);
        OdpsDataException? first = null;
        for (int i = 0; i < _layouts.Length; i++)
        {
            // The layout of the batch before comes first, then the others in their order.
            int candidate = i == 0 ? _usual : i <= _usual ? i - 1 : i;
            WireLayout layout = _layouts[candidate];
            if (!layout.Matches(header))
            {
                continue;
            }

            try
            {
                ArrayData[] columns = RecordBatchDecoder.Decode(header, message.Body, message.BodyLength, layout.Schema.Fields, source, out int length);
                _usual = candidate;
                var batch = new RecordBatch(layout.Schema, columns, length);
                return _convert ? DeclaredTypes.Convert(batch, Schema, _pool) : batch;
            }
            catch (OdpsDataException cause) when (cause.Row is null)
            {
                first ??= cause;
            }
        }

        throw first ?? new OdpsDataException(string.Create(
            CultureInfo.InvariantCulture,
            $"the record batch has {header.GetVector(1, 16).Length / 16} nodes and {header.GetVector(2, 16).Length / 16} buffers; the columns ({Schema}) would have {_layouts[0].Nodes} and {_layouts[0].Buffers}"));
    }
}
