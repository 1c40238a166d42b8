using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Odps.Net.Compression;

namespace Odps.Net.Arrow;

/// <summary>
/// Lays out the body of a batch and writes its metadata. Buffers that can go out as they lie are only noted; bitmaps (their last bits are cleared), offsets
/// of slices (they are moved to begin at 0) and compressed buffers are made in scratch memory. Reused for all batches of a writer.
/// </summary>
internal sealed class RecordBatchEncoder(ArrowWriteOptions options) : IDisposable
{
    private readonly List<BodyPart> _parts = [];
    private readonly List<(long Length, long NullCount)> _nodes = [];
    private readonly FlatBufferWriter _metadata = new();
    private readonly FrameEncoder? _compressor = options.Compression switch
    {
        ArrowCompression.None => null,
        ArrowCompression.Lz4Frame => CompressionStreams.CreateEncoder(CompressionAlgorithm.Lz4Frame, options.CompressionLevel),
        ArrowCompression.Zstandard => CompressionStreams.CreateEncoder(CompressionAlgorithm.Zstandard, options.CompressionLevel),
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Compression, "There are three compressions."),
    };

    private byte[] _scratch = [];
    private int _scratchLength;

    /// <summary>The flatbuffer of the message, padded so that it and its 8 bytes of prefix end at a multiple of 8.</summary>
    public ReadOnlyMemory<byte> Metadata => _metadata.Memory;

    /// <summary>The buffers of the body in order; each is followed by padding to the alignment.</summary>
    public IReadOnlyList<BodyPart> Parts => _parts;

    /// <summary>The bytes of the body with all padding.</summary>
    public long BodyLength { get; private set; }

    public int Alignment { get; } = options.Alignment is 8 or 64
        ? options.Alignment
        : throw new ArgumentOutOfRangeException(nameof(options), options.Alignment, "Buffers are aligned to 8 or 64 bytes.");

    public void EncodeSchema(Schema schema)
    {
        _parts.Clear();
        BodyLength = 0;
        SchemaEncoder.Encode(_metadata, schema, BeginMessage(MessageHeaderType.Schema, 0));
        _metadata.Align(8);
    }

    public void EncodeBatch(ReadOnlySpan<ArrayData> columns, int length)
    {
        LayOut(columns);
        WriteBatch(length, BeginMessage(MessageHeaderType.RecordBatch, BodyLength));
        _metadata.Align(8);
    }

    public void EncodeDictionary(long id, ArrayData values)
    {
        LayOut([values]);
        int header = BeginMessage(MessageHeaderType.DictionaryBatch, BodyLength);
        Span<int> table = [8, 4, 1];
        _metadata.Table(table, header);
        _metadata.SetInt64(table[0], id);
        WriteBatch(values.Length, table[1]);
        _metadata.Align(8);
    }

    public ReadOnlyMemory<byte> Bytes(in BodyPart part) =>
        part.ScratchStart >= 0 ? _scratch.AsMemory(part.ScratchStart, part.Length) : part.Source.Memory[..part.Length];

    public void Dispose()
    {
        _compressor?.Dispose();
        _parts.Clear();
        ReturnScratch();
    }

    private int BeginMessage(MessageHeaderType type, long bodyLength)
    {
        Span<int> message = [2, 1, 4, 8];
        _metadata.Begin();
        _metadata.Table(message, 0);
        _metadata.SetInt16(message[0], MetadataVersion.V5);
        _metadata.SetByte(message[1], (byte)type);
        _metadata.SetInt64(message[3], bodyLength);
        return message[2];
    }

    private void WriteBatch(int length, int reference)
    {
        Span<int> table = [8, 4, 4, _compressor is null ? 0 : 4];
        _metadata.Table(table, reference);
        _metadata.SetInt64(table[0], length);
        int at = _metadata.StructVector(_nodes.Count, 16, table[1]);
        foreach ((long slots, long nullCount) in _nodes)
        {
            _metadata.SetInt64(at, slots);
            _metadata.SetInt64(at + 8, nullCount);
            at += 16;
        }

        at = _metadata.StructVector(_parts.Count, 16, table[2]);
        long offset = 0;
        foreach (BodyPart part in _parts)
        {
            _metadata.SetInt64(at, offset);
            _metadata.SetInt64(at + 8, part.Length);
            offset += Aligned(part.Length);
            at += 16;
        }

        if (_compressor is not null)
        {
            Span<int> compression = [1, 1];
            _metadata.Table(compression, table[3]);
            _metadata.SetByte(compression[0], options.Compression == ArrowCompression.Lz4Frame ? (byte)0 : (byte)1);
        }
    }

    private void LayOut(ReadOnlySpan<ArrayData> columns)
    {
        _parts.Clear();
        _nodes.Clear();
        _scratchLength = 0;
        foreach (ArrayData column in columns)
        {
            Add(column);
        }

        if (_compressor is not null)
        {
            for (int i = 0; i < _parts.Count; i++)
            {
                _parts[i] = Compress(_compressor, _parts[i]);
            }
        }

        BodyLength = 0;
        foreach (BodyPart part in _parts)
        {
            BodyLength += Aligned(part.Length);
        }

        if (BodyLength > int.MaxValue)
        {
            throw new OverflowException($"The record batch has {BodyLength} bytes; a message holds at most 2 GiB. Write smaller batches (RecordBatch.Slice).");
        }
    }

    private void Add(ArrayData data)
    {
        _nodes.Add((data.Length, data.NullCount));
        if (data.Layout == ArrayLayout.Null)
        {
            return;
        }

        if (data.NullCount > 0)
        {
            AddBits(data.Buffers[0], data.Offset, data.Length);
        }
        else
        {
            AddEmpty();
        }

        switch (data.Layout)
        {
            case ArrayLayout.Bits:
                AddBits(data.Buffers[1], data.Offset, data.Length);
                break;
            case ArrayLayout.Fixed or ArrayLayout.Dictionary:
                int width = ArrayLayouts.Width(data.Type);
                AddBytes(data.Buffers[1], data.Offset * width, data.Length * width);
                break;
            case ArrayLayout.Variable32:
                (int start, int length) = AddOffsets<int>(data, data.Buffers[2].Length);
                AddBytes(data.Buffers[2], start, length);
                break;
            case ArrayLayout.Variable64:
                (start, length) = AddOffsets<long>(data, data.Buffers[2].Length);
                AddBytes(data.Buffers[2], start, length);
                break;
            case ArrayLayout.List32:
                (start, length) = AddOffsets<int>(data, data.Children[0].Length);
                Add(data.Children[0].Slice(start, length));
                break;
            case ArrayLayout.List64:
                (start, length) = AddOffsets<long>(data, data.Children[0].Length);
                Add(data.Children[0].Slice(start, length));
                break;
            case ArrayLayout.Struct:
                for (int i = 0; i < data.Children.Length; i++)
                {
                    Add(data.StructChild(i));
                }

                break;
        }
    }

    private void AddEmpty() => _parts.Add(default);

    private void AddBytes(ArrowBuffer buffer, int start, int length) =>
        _parts.Add(length == 0 ? default : new BodyPart(new ArrowBuffer(buffer.Owner!, buffer.Offset + start, length), -1, length));

    private void AddBits(ArrowBuffer buffer, int offset, int length)
    {
        int bytes = Bitmap.ByteCount(length);
        if (bytes == 0)
        {
            AddEmpty();
            return;
        }

        int start = _scratchLength;
        Bitmap.Copy(buffer.Span, offset, length, Scratch(bytes));
        _parts.Add(new BodyPart(default, start, bytes));
    }

    /// <summary>Adds the offsets of the slots, beginning at 0; the result is the part of the data that they refer to.</summary>
    private (int Start, int Length) AddOffsets<T>(ArrayData data, int available)
        where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        ReadOnlySpan<T> offsets = data.Offsets<T>();
        int width = ArrayLayouts.Width(data.Type);
        if (offsets.IsEmpty)
        {
            int zero = _scratchLength;
            Scratch(width).Clear();
            _parts.Add(new BodyPart(default, zero, width));
            return default;
        }

        T first = offsets[0];
        T last = offsets[^1];
        if (T.IsNegative(first) || first > last || last > T.CreateSaturating(available))
        {
            ArrowThrow.Offsets(data.Type, 0, long.CreateTruncating(first), long.CreateTruncating(last), available);
        }

        int bytes = offsets.Length * width;
        if (T.IsZero(first))
        {
            AddBytes(data.Buffers[1], data.Offset * width, bytes);
        }
        else
        {
            int start = _scratchLength;
            Span<T> moved = MemoryMarshal.Cast<byte, T>(Scratch(bytes));
            for (int i = 0; i < moved.Length; i++)
            {
                moved[i] = offsets[i] - first;
            }

            _parts.Add(new BodyPart(default, start, bytes));
        }

        return (int.CreateTruncating(first), int.CreateTruncating(last - first));
    }

    private BodyPart Compress(FrameEncoder compressor, BodyPart part)
    {
        if (part.Length == 0)
        {
            return part;
        }

        int start = _scratchLength;
        int bound = checked(8 + Math.Max(part.Length, compressor.MaxCompressedLength(part.Length)));
        Span<byte> target = Scratch(bound);
        ReadOnlySpan<byte> source = Bytes(part).Span;
        int compressed = compressor.Compress(source, target[8..]);
        if (compressed >= part.Length)
        {
            // -1 says that the bytes are stored as they are.
            BinaryPrimitives.WriteInt64LittleEndian(target, -1);
            source.CopyTo(target[8..]);
            compressed = part.Length;
        }
        else
        {
            BinaryPrimitives.WriteInt64LittleEndian(target, part.Length);
        }

        _scratchLength = start + 8 + compressed;
        AlignScratch();
        return new BodyPart(default, start, 8 + compressed);
    }

    private Span<byte> Scratch(int count)
    {
        int start = _scratchLength;
        int end = checked(start + count);
        if (end > _scratch.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, Math.Max(end, Math.Max(4096, _scratch.Length * 2L))));
            _scratch.AsSpan(0, start).CopyTo(larger);
            ReturnScratch();
            _scratch = larger;
        }

        _scratchLength = end;
        AlignScratch();
        return _scratch.AsSpan(start, count);
    }

    private void ReturnScratch()
    {
        if (_scratch.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_scratch);
            _scratch = [];
        }
    }

    /// <summary>Keeps what is put there next aligned for numbers.</summary>
    private void AlignScratch() => _scratchLength = (int)Math.Min((_scratchLength + 7L) & ~7L, Array.MaxLength);

    private long Aligned(int length) => (length + (long)Alignment - 1) & -Alignment;
}
