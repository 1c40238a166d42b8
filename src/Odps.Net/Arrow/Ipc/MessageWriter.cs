using System.Buffers;
using System.Buffers.Binary;

namespace Odps.Net.Arrow;

/// <summary>
/// Writes encapsulated messages. Small pieces are gathered; large buffers go to the stream from where they lie.
/// </summary>
internal sealed class MessageWriter(Stream stream) : IDisposable
{
    private const int GatherSize = 64 << 10;
    private const int DirectSize = 16 << 10;

    private byte[] _gathered = ArrayPool<byte>.Shared.Rent(GatherSize);
    private int _count;

    /// <summary>Bytes written, those that are gathered included.</summary>
    public long Position { get; private set; }

    /// <summary>Writes the message that was encoded last.</summary>
    /// <returns>The bytes of prefix and metadata.</returns>
    public async ValueTask<int> WriteAsync(RecordBatchEncoder encoder, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> metadata = encoder.Metadata;
        WritePrefix(metadata.Length);
        await WriteBytesAsync(metadata, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<BodyPart> parts = encoder.Parts;
        for (int i = 0; i < parts.Count; i++)
        {
            BodyPart part = parts[i];
            if (part.Length > 0)
            {
                await WriteBytesAsync(encoder.Bytes(part), cancellationToken).ConfigureAwait(false);
                await WriteZerosAsync(-part.Length & (encoder.Alignment - 1), cancellationToken).ConfigureAwait(false);
            }
        }

        await WriteGatheredAsync(cancellationToken).ConfigureAwait(false);
        return 8 + metadata.Length;
    }

    /// <summary>Writes the end marker.</summary>
    public ValueTask WriteEndAsync(CancellationToken cancellationToken)
    {
        WritePrefix(0);
        return WriteGatheredAsync(cancellationToken);
    }

    public async ValueTask WriteBytesAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        Position += bytes.Length;
        if (bytes.Length > DirectSize)
        {
            await WriteGatheredAsync(cancellationToken).ConfigureAwait(false);
            await stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (bytes.Length > GatherSize - _count)
        {
            await WriteGatheredAsync(cancellationToken).ConfigureAwait(false);
        }

        bytes.Span.CopyTo(_gathered.AsSpan(_count));
        _count += bytes.Length;
    }

    public async ValueTask WriteGatheredAsync(CancellationToken cancellationToken)
    {
        if (_count > 0)
        {
            await stream.WriteAsync(_gathered.AsMemory(0, _count), cancellationToken).ConfigureAwait(false);
            _count = 0;
        }
    }

    public async ValueTask WriteZerosAsync(int count, CancellationToken cancellationToken)
    {
        if (count > GatherSize - _count)
        {
            await WriteGatheredAsync(cancellationToken).ConfigureAwait(false);
        }

        _gathered.AsSpan(_count, count).Clear();
        _count += count;
        Position += count;
    }

    public void Dispose()
    {
        if (_gathered.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_gathered);
            _gathered = [];
        }
    }

    /// <summary>Continuation marker and length. Messages begin with nothing gathered, so that there is room.</summary>
    private void WritePrefix(int length)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_gathered.AsSpan(_count), -1);
        BinaryPrimitives.WriteInt32LittleEndian(_gathered.AsSpan(_count + 4), length);
        _count += 8;
        Position += 8;
    }
}
