using System.Globalization;

namespace Odps.Net.Emulator.Tunnel;

/// <summary>
/// Reads the record stream of an upload, strictly: every record with its checksum, the footer with the count and the checksum of all records, and
/// nothing behind it. Written for being obviously right, not for speed, and apart from the client's codec.
/// </summary>
internal sealed class RecordStreamDecoder
{
    private readonly RecordStreamReader _reader;
    private readonly ColumnCollection _columns;
    private readonly bool _allowsBytesBehind;
    private readonly List<object?[]> _rows = [];
    private Crc32C _streamChecksum;
    private Crc32C _recordChecksum;

    private RecordStreamDecoder(byte[] body, ColumnCollection columns, bool allowsBytesBehind)
    {
        _allowsBytesBehind = allowsBytesBehind;
        _reader = new RecordStreamReader(body);
        _columns = columns;
    }

    /// <summary>The rows of a body.</summary>
    /// <param name="body">The record stream.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="allowsBytesBehind">Whether bytes behind the footer are no error: PyODPS writes a second footer when it sends an upsert packet again.</param>
    /// <exception cref="EmulatorException">
    /// <c>MalformedDataStream</c>, <c>CorruptedDataStream</c> or <c>IncompleteBody</c>: the body is not a record stream of these columns, or not all of it.
    /// </exception>
    public static List<object?[]> Decode(byte[] body, ColumnCollection columns, bool allowsBytesBehind = false)
    {
        var decoder = new RecordStreamDecoder(body, columns, allowsBytesBehind);
        while (decoder.ReadRecord())
        {
        }

        return decoder._rows;
    }

    /// <summary>Reads a record, or the footer; false after the footer.</summary>
    private bool ReadRecord()
    {
        var row = new object?[_columns.Count];
        var isSet = new bool[_columns.Count];
        _recordChecksum = default;
        while (true)
        {
            if (_reader.IsAtEnd)
            {
                throw _reader.Incomplete($"it has no footer after {Count(_rows.Count)} records");
            }

            ulong tag = _reader.Varint();
            ulong number = tag >> 3;
            int wireType = (int)(tag & 7);
            switch (number)
            {
                case RecordTags.EndOfRecord:
                    EndRecord(row, isSet);
                    return true;
                case RecordTags.RecordCount when !isSet.Contains(true):
                    ReadFooter();
                    return false;
                case > 0 when number <= (ulong)_columns.Count:
                    Column column = _columns[(int)number - 1];
                    if (wireType != RecordTags.WireType(column.Type))
                    {
                        throw _reader.Malformed($"column {number} '{column.Name}' of type {column.Type.Name} in record {Count(_rows.Count)} has the wire type {Count(wireType)}");
                    }

                    _recordChecksum.AddInt32((int)number);
                    row[(int)number - 1] = new RecordValueDecoder(_reader, column).Read(column.Type, ref _recordChecksum);
                    isSet[(int)number - 1] = true;
                    break;
                default:
                    throw _reader.Malformed($"field {number} in record {Count(_rows.Count)} where the table has {Count(_columns.Count)} columns");
            }
        }
    }

    private void EndRecord(object?[] row, bool[] isSet)
    {
        uint expected = _reader.Checksum();
        if (expected != _recordChecksum.Value)
        {
            throw _reader.Corrupted($"the checksum of record {Count(_rows.Count)} is {expected:x8} in the stream and {_recordChecksum.Value:x8} over its values");
        }

        for (int i = 0; i < row.Length; i++)
        {
            if (!isSet[i] && !_columns[i].IsNullable)
            {
                throw _reader.Malformed($"column '{_columns[i].Name}' of record {Count(_rows.Count)} is NULL and the column is NOT NULL");
            }
        }

        _streamChecksum.AddInt32((int)expected);
        _rows.Add(row);
    }

    private void ReadFooter()
    {
        long count = _reader.ZigZag();
        if (count != _rows.Count)
        {
            throw _reader.Corrupted($"the footer counts {Count(count)} records, the stream has {Count(_rows.Count)}");
        }

        if (_reader.IsAtEnd || _reader.Varint() >> 3 != RecordTags.StreamChecksum)
        {
            throw _reader.Incomplete("the checksum behind the record count is missing");
        }

        uint expected = _reader.Checksum();
        if (expected != _streamChecksum.Value)
        {
            throw _reader.Corrupted($"the checksum of all records is {expected:x8} in the footer and {_streamChecksum.Value:x8} over the records");
        }

        if (!_reader.IsAtEnd && !_allowsBytesBehind)
        {
            throw _reader.Malformed("there are bytes behind the footer");
        }
    }

    private static string Count(long number) => number.ToString(CultureInfo.InvariantCulture);
}
