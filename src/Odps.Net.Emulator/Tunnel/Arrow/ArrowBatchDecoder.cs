using System.Buffers.Binary;
using System.Globalization;

namespace Odps.Net.Emulator.Tunnel;

/// <summary>
/// Reads the record batches of an upload, which come without a schema: the table's columns tell what they are. Strict, and written for being obviously right, not
/// for speed, and apart from the client's codec.
/// </summary>
internal sealed class ArrowBatchDecoder
{
    private const int Continuation = -1;
    private const byte RecordBatchType = 3;

    private readonly byte[] _data;
    private readonly ColumnCollection _columns;
    private readonly List<object?[]> _rows = [];
    private int _position;

    private ArrowBatchDecoder(byte[] data, ColumnCollection columns)
    {
        _data = data;
        _columns = columns;
    }

    /// <summary>The rows of a body without its chunk framing.</summary>
    /// <exception cref="EmulatorException"><c>MalformedDataStream</c> or <c>IncompleteBody</c>: the body is not record batches of these columns, or not all of it.</exception>
    public static List<object?[]> Decode(byte[] data, ColumnCollection columns)
    {
        var decoder = new ArrowBatchDecoder(data, columns);
        while (decoder._position < data.Length)
        {
            int start = decoder._position;
            try
            {
                decoder.ReadMessage();
            }
            catch (Exception e) when (e is ArgumentException or OverflowException or IndexOutOfRangeException)
            {
                throw Malformed(string.Create(CultureInfo.InvariantCulture, $"the message at byte {start} does not hold together: {e.Message}"));
            }
        }

        return decoder._rows;
    }

    private static EmulatorException Malformed(string what) => new("MalformedDataStream", $"The Arrow data cannot be read: {what}.");

    private void ReadMessage()
    {
        if (BinaryPrimitives.ReadInt32LittleEndian(Take(4)) != Continuation)
        {
            throw Malformed(string.Create(CultureInfo.InvariantCulture, $"no message begins at byte {_position - 4}"));
        }

        int metadataLength = BinaryPrimitives.ReadInt32LittleEndian(Take(4));
        int start = _position;
        Take(metadataLength);
        var message = FlatTable.Root(_data.AsMemory(start, metadataLength));
        if (message.Byte(1) != RecordBatchType || message.Table(2) is not { } batch)
        {
            throw Malformed(string.Create(CultureInfo.InvariantCulture, $"a message of type {message.Byte(1)} at byte {start}; only record batches are taken"));
        }

        if (message.Int16(0) is not (3 or 4))
        {
            throw Malformed(string.Create(CultureInfo.InvariantCulture, $"metadata of version {message.Int16(0) + 1}; 4 and 5 are taken"));
        }

        if (batch.Table(3) is not null)
        {
            throw Malformed("the buffers of a record batch are compressed; the tunnel compresses around the whole body");
        }

        ReadBatch(batch, Take(checked((int)message.Int64(3))).ToArray());
    }

    private void ReadBatch(FlatTable batch, byte[] body)
    {
        int rowCount = checked((int)batch.Int64(0));
        (long Length, long NullCount)[] nodes = batch.Structs(1);
        bool areIntervalsStructs = nodes.Length == _columns.Sum(c => ArrowColumnDecoder.CountNodes(c.Type, areIntervalsStructs: true));
        var decoder = new ArrowColumnDecoder(body, nodes, batch.Structs(2), areIntervalsStructs);
        object?[][] values = [.. _columns.Select(column => decoder.Read(column, rowCount))];
        decoder.CheckAllUsed();
        for (int row = 0; row < rowCount; row++)
        {
            object?[] cells = Array.ConvertAll(values, v => v[row]);
            for (int i = 0; i < cells.Length; i++)
            {
                if (cells[i] is null && !_columns[i].IsNullable)
                {
                    throw Malformed(string.Create(CultureInfo.InvariantCulture, $"column '{_columns[i].Name}' of row {_rows.Count} is NULL and the column is NOT NULL"));
                }
            }

            _rows.Add(cells);
        }
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _data.Length - _position)
        {
            throw new EmulatorException(
                "IncompleteBody", string.Create(CultureInfo.InvariantCulture, $"The Arrow data is not complete: {count} bytes are announced at byte {_position}, {_data.Length - _position} are left."));
        }

        _position += count;
        return _data.AsSpan(_position - count, count);
    }
}
