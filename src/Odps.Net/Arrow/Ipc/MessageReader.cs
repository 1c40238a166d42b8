using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Odps.Net.Arrow;

/// <summary>
/// Reads encapsulated messages from a stream: continuation marker, metadata, body. Memory grows with the bytes that arrive, never by an announced length
/// alone: the first piece is as large as bodies have been so far, and each further one at most doubles what is there.
/// </summary>
internal sealed class MessageReader(Stream stream, ArrowReadOptions options, ArrowMemoryPool pool) : IDisposable
{
    private const int FirstPiece = 1 << 20;
    private const int Continuation = -1;

    private readonly byte[] _prefix = new byte[8];
    private byte[] _metadata = [];
    private int _largestBody;
    private bool _ended;

    /// <summary>Bytes consumed.</summary>
    public long Position { get; private set; }

    /// <summary>The messages read.</summary>
    public long Count { get; private set; }

    /// <summary>Whether the stream ended with its marker, not by running out.</summary>
    public bool EndMarkerSeen { get; private set; }

    /// <summary>Rows read before, for the error of a stream that is cut.</summary>
    public long RowsRead { get; set; }

    /// <summary>The next message; its type is None at the end of the stream.</summary>
    public async ValueTask<IpcMessage> ReadAsync(CancellationToken cancellationToken)
    {
        if (_ended)
        {
            return default;
        }

        long start = Position;
        int read = await FillAsync(_prefix.AsMemory(0, 4), cancellationToken).ConfigureAwait(false);
        if (read == 0)
        {
            _ended = true;
            return default;
        }

        if (read < 4)
        {
            throw Cut("in the marker of a message", start);
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(_prefix);
        if (length == Continuation)
        {
            await FillExactlyAsync(_prefix.AsMemory(4, 4), "in the length of a message's metadata", start, cancellationToken).ConfigureAwait(false);
            length = BinaryPrimitives.ReadInt32LittleEndian(_prefix.AsSpan(4));
        }

        if (length == 0)
        {
            _ended = true;
            EndMarkerSeen = true;
            return default;
        }

        if (length < 0 || length > options.MaxMetadataLength)
        {
            throw Corrupt(start, string.Create(CultureInfo.InvariantCulture, $"its metadata has {length} bytes; at most {options.MaxMetadataLength} are accepted ({nameof(ArrowReadOptions)}.{nameof(ArrowReadOptions.MaxMetadataLength)})"));
        }

        await ReadMetadataAsync(length, start, cancellationToken).ConfigureAwait(false);
        ReadOnlyMemory<byte> metadata = _metadata.AsMemory(0, length);
        (MessageHeaderType type, int bodyLength) = ParseHead(metadata.Span, start);
        PooledMemory? body = bodyLength == 0 ? null : await ReadBodyAsync(bodyLength, start, cancellationToken).ConfigureAwait(false);
        return new IpcMessage(metadata, type, body, bodyLength, Count++, start);
    }

    /// <summary>Continues at another place of the stream, which the caller has gone to.</summary>
    public void Seek(long position)
    {
        Position = position;
        _ended = false;
    }

    public void Dispose()
    {
        if (_metadata.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_metadata);
            _metadata = [];
        }

        _ended = true;
    }

    private (MessageHeaderType Type, int BodyLength) ParseHead(ReadOnlySpan<byte> metadata, long start)
    {
        try
        {
            FlatTable message = FlatTable.Root(metadata);
            short version = message.GetInt16(0);
            if (version is not (MetadataVersion.V4 or MetadataVersion.V5))
            {
                throw new OdpsDataException(string.Create(CultureInfo.InvariantCulture, $"its metadata is of version V{version + 1}; V4 and V5 are supported"));
            }

            var type = (MessageHeaderType)message.GetByte(1);
            if (type is MessageHeaderType.None or > MessageHeaderType.SparseTensor)
            {
                throw new OdpsDataException(string.Create(CultureInfo.InvariantCulture, $"its header is of the unknown type {(byte)type}"));
            }

            long bodyLength = message.GetInt64(3);
            return bodyLength >= 0 && bodyLength <= options.MaxBodyLength
                ? (type, (int)bodyLength)
                : throw new OdpsDataException(string.Create(CultureInfo.InvariantCulture, $"its body has {bodyLength} bytes; at most {options.MaxBodyLength} are accepted ({nameof(ArrowReadOptions)}.{nameof(ArrowReadOptions.MaxBodyLength)})"));
        }
        catch (OdpsDataException cause) when (cause.Offset is null)
        {
            throw Corrupt(start, cause.Message, cause);
        }
    }

    private async ValueTask ReadMetadataAsync(int length, long start, CancellationToken cancellationToken)
    {
        int filled = 0;
        while (filled < length)
        {
            if (filled == _metadata.Length)
            {
                byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(16 << 10, _metadata.Length * 2));
                _metadata.AsSpan(0, filled).CopyTo(larger);
                if (_metadata.Length > 0)
                {
                    ArrayPool<byte>.Shared.Return(_metadata);
                }

                _metadata = larger;
            }

            int piece = Math.Min(length, _metadata.Length) - filled;
            await FillExactlyAsync(_metadata.AsMemory(filled, piece), "in the metadata of a message", start, cancellationToken).ConfigureAwait(false);
            filled += piece;
        }
    }

    private async ValueTask<PooledMemory> ReadBodyAsync(int length, long start, CancellationToken cancellationToken)
    {
        PooledMemory memory = PooledMemory.Rent(pool, Math.Min(length, Math.Max(FirstPiece, _largestBody)));
        try
        {
            int filled = 0;
            while (true)
            {
                int piece = Math.Min(length, memory.Capacity) - filled;
                await FillExactlyAsync(memory.WritableMemory.Slice(filled, piece), "in the body of a message", start, cancellationToken).ConfigureAwait(false);
                filled += piece;
                if (filled == length)
                {
                    _largestBody = Math.Max(_largestBody, length);
                    return memory;
                }

                PooledMemory larger = PooledMemory.Rent(pool, (int)Math.Min(length, filled * 2L));
                memory.Writable[..filled].CopyTo(larger.Writable);
                memory.Release();
                memory = larger;
            }
        }
        catch
        {
            memory.Release();
            throw;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask FillExactlyAsync(Memory<byte> buffer, string where, long start, CancellationToken cancellationToken)
    {
        int read = await FillAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (read < buffer.Length)
        {
            throw Cut(where, start);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> FillAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int filled = 0;
        while (filled < buffer.Length)
        {
            int read = await stream.ReadAsync(buffer[filled..], cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            filled += read;
        }

        Position += filled;
        return filled;
    }

    private OdpsStreamTruncatedException Cut(string where, long start) => new(
        string.Create(CultureInfo.InvariantCulture, $"The Arrow stream ends early, after {Position} bytes, {where} (message {Count}, which starts at byte {start}). {RowsRead} rows were read before it."), RowsRead) { Offset = Position };

    private OdpsDataException Corrupt(long start, string what, Exception? cause = null) => new(
        string.Create(CultureInfo.InvariantCulture, $"Message {Count} of the Arrow stream, which starts at byte {start}, cannot be read: {what}."), cause) { Offset = start };
}
