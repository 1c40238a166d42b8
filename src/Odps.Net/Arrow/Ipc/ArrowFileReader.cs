using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Odps.Net.Arrow;

/// <summary>
/// Reads an Arrow file (<c>.arrow</c>) batch by batch, in any order. Each batch that is handed out is the caller's to dispose. Not thread-safe.
/// </summary>
public sealed class ArrowFileReader : IAsyncDisposable, IDisposable
{
    private const int TrailerLength = 10;

    private readonly Stream _stream;
    private readonly bool _leaveOpen;
    private readonly ArrowReadOptions _options;
    private readonly ArrowMemoryPool _pool;
    private readonly MessageReader _messages;
    private readonly BodyDecompressor _decompressor;
    private readonly DictionaryStore _dictionaries;
    private readonly FileBlock[] _batches;
    private bool _disposed;

    private ArrowFileReader(Stream stream, bool leaveOpen, ArrowReadOptions options, Schema schema, Dictionary<DictionaryType, long> ids, FileBlock[] batches)
    {
        _stream = stream;
        _leaveOpen = leaveOpen;
        _options = options;
        _pool = options.MemoryPool ?? new ArrowMemoryPool();
        _messages = new MessageReader(stream, options, _pool);
        _decompressor = new BodyDecompressor(options, _pool);
        _dictionaries = new DictionaryStore(ids);
        _batches = batches;
        Schema = schema;
    }

    /// <summary>The schema.</summary>
    public Schema Schema { get; }

    /// <summary>The number of batches.</summary>
    public int RecordBatchCount => _batches.Length;

    /// <summary>Opens a file: reads its footer and its dictionaries.</summary>
    /// <param name="stream">The file, which must be seekable. It is read asynchronously.</param>
    /// <param name="options">How to read; row counts are not compared. Default: <see cref="ArrowReadOptions"/> with its defaults.</param>
    /// <param name="leaveOpen">Whether disposing the reader leaves the stream open. Default: no.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="OdpsDataException">The bytes are not an Arrow file, or use a type that is not supported.</exception>
    public static async ValueTask<ArrowFileReader> OpenAsync(
        Stream stream, ArrowReadOptions? options = null, bool leaveOpen = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanSeek)
        {
            throw new ArgumentException("An Arrow file is read from its end; the stream must be seekable. Read a stream format with ArrowStreamReader.", nameof(stream));
        }

        options ??= ArrowReadOptions.Default;
        byte[] footer = await ReadFooterAsync(stream, options, cancellationToken).ConfigureAwait(false);
        ArrowFileReader reader = DecodeFooter(stream, leaveOpen, options, footer, out FileBlock[] dictionaries);
        try
        {
            foreach (FileBlock block in dictionaries)
            {
                await reader.ReadDictionaryAsync(block, cancellationToken).ConfigureAwait(false);
            }

            return reader;
        }
        catch
        {
            reader.Close();
            throw;
        }
    }

    /// <summary>Reads a batch. The caller disposes it.</summary>
    /// <param name="index">The zero-based batch.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such batch.</exception>
    /// <exception cref="OdpsDataException">The data is corrupt; the message says where.</exception>
    public async ValueTask<RecordBatch> ReadRecordBatchAsync(int index, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, _batches.Length);
        IpcMessage message = await ReadBlockAsync(_batches[index], MessageHeaderType.RecordBatch, cancellationToken).ConfigureAwait(false);
        return DecodeBatch(message);
    }

    /// <summary>All batches in order. Each is the caller's to dispose.</summary>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="OdpsDataException">The data is corrupt; the message says where.</exception>
    public async IAsyncEnumerable<RecordBatch> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (int i = 0; i < _batches.Length; i++)
        {
            yield return await ReadRecordBatchAsync(i, cancellationToken).ConfigureAwait(false);
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

    private static async ValueTask<byte[]> ReadFooterAsync(Stream stream, ArrowReadOptions options, CancellationToken cancellationToken)
    {
        long length = stream.Length;
        if (length < FileFooter.LeadingMagic.Length + TrailerLength)
        {
            throw NotAFile(length, "it is too short");
        }

        byte[] ends = new byte[6 + TrailerLength];
        stream.Position = 0;
        await stream.ReadExactlyAsync(ends.AsMemory(0, 6), cancellationToken).ConfigureAwait(false);
        stream.Position = length - TrailerLength;
        await stream.ReadExactlyAsync(ends.AsMemory(6), cancellationToken).ConfigureAwait(false);
        if (!ends.AsSpan(0, 6).SequenceEqual(FileFooter.Magic) || !ends.AsSpan(10).SequenceEqual(FileFooter.Magic))
        {
            throw NotAFile(length, "it does not begin and end with ARROW1");
        }

        int footerLength = BinaryPrimitives.ReadInt32LittleEndian(ends.AsSpan(6));
        if (footerLength <= 0 || footerLength > options.MaxMetadataLength || footerLength > length - FileFooter.LeadingMagic.Length - TrailerLength)
        {
            throw NotAFile(length, string.Create(CultureInfo.InvariantCulture, $"its footer is said to have {footerLength} bytes"));
        }

        byte[] footer = new byte[footerLength];
        stream.Position = length - TrailerLength - footerLength;
        await stream.ReadExactlyAsync(footer, cancellationToken).ConfigureAwait(false);
        return footer;
    }

    private static ArrowFileReader DecodeFooter(Stream stream, bool leaveOpen, ArrowReadOptions options, byte[] bytes, out FileBlock[] dictionaries)
    {
        try
        {
            FlatTable footer = FlatTable.Root(bytes);
            if (!footer.TryGetTable(1, out FlatTable table))
            {
                throw new OdpsDataException("the footer has no schema");
            }

            var ids = new Dictionary<DictionaryType, long>(ReferenceEqualityComparer.Instance);
            Schema schema = SchemaDecoder.Decode(table, bytes.Length, options.MaxDepth, ids);
            dictionaries = FileFooter.DecodeBlocks(footer, 2, stream.Length);
            return new ArrowFileReader(stream, leaveOpen, options, schema, ids, FileFooter.DecodeBlocks(footer, 3, stream.Length));
        }
        catch (OdpsDataException cause) when (cause.Offset is null)
        {
            throw new OdpsDataException($"The footer of the Arrow file cannot be read: {cause.Message}.", cause) { Column = cause.Column, Offset = stream.Length - TrailerLength - bytes.Length };
        }
    }

    private async ValueTask ReadDictionaryAsync(FileBlock block, CancellationToken cancellationToken)
    {
        IpcMessage message = await ReadBlockAsync(block, MessageHeaderType.DictionaryBatch, cancellationToken).ConfigureAwait(false);
        try
        {
            _dictionaries.Read(message.Header, message.Body, message.BodyLength, new BatchSource(_options, _pool, _decompressor, _dictionaries));
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

    private async ValueTask<IpcMessage> ReadBlockAsync(FileBlock block, MessageHeaderType expected, CancellationToken cancellationToken)
    {
        _stream.Position = block.Offset;
        _messages.Seek(block.Offset);
        IpcMessage message = await _messages.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (message.Type != expected)
        {
            message.Body?.Release();
            throw new OdpsDataException(string.Create(CultureInfo.InvariantCulture, $"The footer of the Arrow file places a {expected} at byte {block.Offset}; there is a message of type {message.Type}.")) { Offset = block.Offset };
        }

        return message;
    }

    private RecordBatch DecodeBatch(in IpcMessage message)
    {
        try
        {
            var source = new BatchSource(_options, _pool, _decompressor, _dictionaries);
            ArrayData[] columns = RecordBatchDecoder.Decode(message.Header, message.Body, message.BodyLength, Schema.Fields, source, out int length);
            return new RecordBatch(Schema, columns, length);
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

    private bool Close()
    {
        if (_disposed)
        {
            return false;
        }

        _disposed = true;
        _dictionaries.Dispose();
        _decompressor.Dispose();
        _messages.Dispose();
        return true;
    }

    private static OdpsDataException NotAFile(long length, string reason) =>
        new(string.Create(CultureInfo.InvariantCulture, $"The {length} bytes are not a whole Arrow file: {reason}. A stream without footer is read with {nameof(ArrowStreamReader)}."));
}
