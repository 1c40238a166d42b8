using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Odps.Net.Arrow;

/// <summary>
/// Makes arrays over a message's body: walks the fields depth first and takes the next node and buffers for each. Nothing is copied, except a buffer that
/// is not aligned. Every length is checked against the buffers here, so that arrays need not.
/// </summary>
internal ref struct RecordBatchDecoder
{
    private readonly ReadOnlySpan<byte> _nodes;
    private readonly ReadOnlySpan<byte> _buffers;
    private readonly ReadOnlySpan<(int Offset, int Length)> _places;
    private readonly SharedMemory? _memory;
    private readonly int _memoryLength;
    private readonly DictionaryStore? _dictionaries;
    private readonly ArrowReadOptions _options;
    private readonly ArrowMemoryPool _pool;
    private readonly bool _isDecompressed;
    private List<string>? _path;
    private List<PooledMemory>? _copies;
    private int _node;
    private int _buffer;

    private RecordBatchDecoder(FlatTable batch, PooledMemory? body, int bodyLength, in BatchSource source)
    {
        _nodes = batch.GetVector(1, 16);
        _buffers = batch.GetVector(2, 16);
        _dictionaries = source.Dictionaries;
        _options = source.Options;
        _pool = source.Pool;
        if (batch.TryGetTable(3, out FlatTable compression))
        {
            _memory = source.Decompressor.Decompress(body is null ? default : body.Span(0, bodyLength), _buffers, compression);
            _places = source.Decompressor.Places;
            _isDecompressed = true;
        }
        else
        {
            _memory = body;
            _memoryLength = bodyLength;
        }
    }

    /// <summary>Decodes the columns of a batch and takes a share of the memory for each buffer.</summary>
    /// <param name="batch">The record batch table.</param>
    /// <param name="body">The body; the caller keeps and releases its own reference.</param>
    /// <param name="bodyLength">The bytes of the body.</param>
    /// <param name="fields">The fields of the columns.</param>
    /// <param name="source">What the reader keeps between batches.</param>
    /// <param name="length">The rows.</param>
    public static ArrayData[] Decode(FlatTable batch, PooledMemory? body, int bodyLength, ImmutableArray<Field> fields, in BatchSource source, out int length)
    {
        long rows = batch.GetInt64(0);
        if (rows is < 0 or > int.MaxValue)
        {
            throw new OdpsDataException(string.Create(CultureInfo.InvariantCulture, $"the record batch has {rows} rows; 0 to {int.MaxValue} are supported"));
        }

        length = (int)rows;
        var decoder = new RecordBatchDecoder(batch, body, bodyLength, source);
        try
        {
            var columns = new ArrayData[fields.Length];
            for (int i = 0; i < columns.Length; i++)
            {
                columns[i] = decoder.Read(fields[i], length);
            }

            decoder.CheckAllUsed();
            foreach (ArrayData column in columns)
            {
                column.Retain();
            }

            return columns;
        }
        finally
        {
            decoder.ReleaseOwn();
        }
    }

    /// <summary>Where a buffer is in the body.</summary>
    public static (int Offset, int Length) Place(ReadOnlySpan<byte> buffers, int index, int bodyLength)
    {
        long offset = BinaryPrimitives.ReadInt64LittleEndian(buffers[(16 * index)..]);
        long length = BinaryPrimitives.ReadInt64LittleEndian(buffers[((16 * index) + 8)..]);
        if (offset < 0 || length < 0 || offset > bodyLength - length)
        {
            throw new OdpsDataException(string.Create(CultureInfo.InvariantCulture, $"buffer {index} is said to be {length} bytes from byte {offset} on, in a body of {bodyLength} bytes"));
        }

        return ((int)offset, (int)length);
    }

    private ArrayData Read(Field field, int? expectedLength)
    {
        (_path ??= []).Add(field.Name);
        ArrowType type = field.DataType;
        ArrayLayout layout = ArrayLayouts.Of(type);
        (int length, int nullCount) = NextNode();
        if (expectedLength is int expected && expected != length)
        {
            Corrupt(string.Create(CultureInfo.InvariantCulture, $"it has {length} slots; {(_path.Count == 1 ? "the record batch" : "its struct")} has {expected}"));
        }

        var buffers = new ArrowBuffer[ArrayLayouts.BufferCount(layout)];
        for (int i = 0; i < buffers.Length; i++)
        {
            buffers[i] = NextBuffer();
        }

        if (layout != ArrayLayout.Null)
        {
            CheckValidity(buffers[0], length, nullCount);
        }

        int width = ArrayLayouts.Width(type);
        switch (layout)
        {
            case ArrayLayout.Bits:
                Need(buffers[1], Bitmap.ByteCount(length), "bits");
                break;
            case ArrayLayout.Fixed or ArrayLayout.Dictionary:
                Need(buffers[1], (long)length * width, "values");
                buffers[1] = Align(buffers[1], width);
                break;
            case ArrayLayout.Variable32 or ArrayLayout.Variable64 or ArrayLayout.List32 or ArrayLayout.List64:
                Need(buffers[1], length == 0 ? 0 : (length + 1L) * width, "offsets");
                buffers[1] = Align(buffers[1], width);
                break;
        }

        ImmutableArray<Field> fields = ArrayLayouts.Children(type);
        ArrayData[] children = fields.Length == 0 ? [] : new ArrayData[fields.Length];
        for (int i = 0; i < children.Length; i++)
        {
            children[i] = Read(fields[i], layout == ArrayLayout.Struct ? length : null);
        }

        ArrayData? dictionary = layout == ArrayLayout.Dictionary ? FindDictionary((DictionaryType)type) : null;
        var data = new ArrayData(type, length, layout == ArrayLayout.Null ? length : nullCount, 0, buffers, children, dictionary);
        if (_options.Validation != ArrowValidation.Layout && ArrayValidator.Find(data, _options.Validation) is string problem)
        {
            Corrupt(problem);
        }

        _path.RemoveAt(_path.Count - 1);
        return data;
    }

    private ArrayData FindDictionary(DictionaryType type)
    {
        if (_dictionaries is null || !_dictionaries.TryGet(type, out ArrayData? dictionary))
        {
            Corrupt("its dictionary did not come before it");
            return null;
        }

        return dictionary;
    }

    private (int Length, int NullCount) NextNode()
    {
        if (_nodes.Length - (16 * _node) < 16)
        {
            Corrupt(string.Create(CultureInfo.InvariantCulture, $"the schema needs more than the {_nodes.Length / 16} nodes that there are"));
        }

        long length = BinaryPrimitives.ReadInt64LittleEndian(_nodes[(16 * _node)..]);
        long nullCount = BinaryPrimitives.ReadInt64LittleEndian(_nodes[((16 * _node) + 8)..]);
        _node++;
        if (length is < 0 or > int.MaxValue - 64 || nullCount < 0 || nullCount > length)
        {
            Corrupt(string.Create(CultureInfo.InvariantCulture, $"it is said to have {length} slots and {nullCount} nulls"));
        }

        return ((int)length, (int)nullCount);
    }

    private ArrowBuffer NextBuffer()
    {
        if (_buffers.Length - (16 * _buffer) < 16)
        {
            Corrupt(string.Create(CultureInfo.InvariantCulture, $"the schema needs more than the {_buffers.Length / 16} buffers that there are"));
        }

        int index = _buffer++;
        (int offset, int length) = _isDecompressed ? _places[index] : Place(_buffers, index, _memoryLength);
        return length == 0 || _memory is null ? default : new ArrowBuffer(_memory, offset, length);
    }

    private void CheckValidity(ArrowBuffer validity, int length, int nullCount)
    {
        if (validity.IsEmpty ? nullCount > 0 : validity.Length < Bitmap.ByteCount(length))
        {
            Corrupt(string.Create(CultureInfo.InvariantCulture, $"its validity bitmap has {validity.Length} bytes for {length} slots with {nullCount} nulls"));
        }
    }

    private void Need(ArrowBuffer buffer, long needed, string what)
    {
        if (buffer.Length < needed)
        {
            Corrupt(string.Create(CultureInfo.InvariantCulture, $"its {what} have {buffer.Length} bytes; {needed} are needed"));
        }
    }

    /// <summary>A buffer at an odd place is moved; the format allows it, typed spans do not.</summary>
    private ArrowBuffer Align(ArrowBuffer buffer, int width)
    {
        int alignment = width is 2 or 4 ? width : width >= 8 ? 8 : 1;
        if (buffer.IsEmpty || buffer.Offset % alignment == 0)
        {
            return buffer;
        }

        PooledMemory copy = PooledMemory.Rent(_pool, buffer.Length);
        (_copies ??= []).Add(copy);
        buffer.Span.CopyTo(copy.Writable);
        return new ArrowBuffer(copy, 0, buffer.Length);
    }

    private void CheckAllUsed()
    {
        if (_nodes.Length != 16 * _node || _buffers.Length != 16 * _buffer)
        {
            throw new OdpsDataException(string.Create(
                CultureInfo.InvariantCulture, $"the record batch has {_nodes.Length / 16} nodes and {_buffers.Length / 16} buffers; the schema has {_node} and {_buffer}"));
        }
    }

    private readonly void ReleaseOwn()
    {
        if (_isDecompressed)
        {
            _memory?.Release();
        }

        if (_copies is not null)
        {
            foreach (PooledMemory copy in _copies)
            {
                copy.Release();
            }
        }
    }

    [DoesNotReturn]
    private readonly void Corrupt(string what) => throw new OdpsDataException($"column '{string.Join('.', _path!)}': {what}") { Column = string.Join('.', _path!) };
}
