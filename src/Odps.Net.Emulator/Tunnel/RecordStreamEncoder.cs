using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Odps.Net.Emulator.Tunnel;

/// <summary>
/// Writes a record stream of a download: records, each with its checksum, then the footer. Written for being obviously right, not for speed, and
/// apart from the client's codec.
/// </summary>
/// <param name="columns">The columns; the first has the number 1.</param>
/// <param name="output">Takes the bytes.</param>
internal sealed class RecordStreamEncoder(IReadOnlyList<Column> columns, MemoryStream output)
{
    private Crc32C _recordChecksum;
    private Crc32C _streamChecksum;
    private long _count;

    public void Write(object?[] row)
    {
        _recordChecksum = default;
        for (int i = 0; i < columns.Count; i++)
        {
            if (row[i] is { } value)
            {
                WriteTag(i + 1, RecordTags.WireType(columns[i].Type));
                _recordChecksum.AddInt32(i + 1);
                WriteValue(columns[i].Type, value);
            }
        }

        WriteTag(RecordTags.EndOfRecord, RecordTags.Varint);
        WriteVarint(_recordChecksum.Value);
        _streamChecksum.AddInt32((int)_recordChecksum.Value);
        _count++;
    }

    /// <summary>The end of the stream.</summary>
    /// <param name="metrics">A JSON text for a client that speaks version 6 of the protocol; null for none.</param>
    public void WriteFooter(string? metrics = null)
    {
        WriteTag(RecordTags.RecordCount, RecordTags.Varint);
        WriteZigZag(_count);
        if (metrics is not null)
        {
            byte[] json = Encoding.UTF8.GetBytes(metrics);
            Crc32C checksum = default;
            checksum.AddInt32(1);
            checksum.Add(json);
            WriteTag(1, RecordTags.LengthDelimited);
            WriteVarint((ulong)json.Length);
            output.Write(json);
            WriteTag(RecordTags.EndOfMetrics, RecordTags.Varint);
            WriteVarint(checksum.Value);
        }

        WriteTag(RecordTags.StreamChecksum, RecordTags.Varint);
        WriteVarint(_streamChecksum.Value);
    }

    private void WriteValue(OdpsType type, object value)
    {
        switch (type.Kind)
        {
            case OdpsTypeKind.TinyInt or OdpsTypeKind.SmallInt or OdpsTypeKind.Int or OdpsTypeKind.BigInt:
                WriteInteger(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case OdpsTypeKind.Boolean:
                WriteVarint((bool)value ? 1u : 0u);
                _recordChecksum.Add((bool)value ? (byte)1 : (byte)0);
                break;
            case OdpsTypeKind.Float:
                WriteFloat((float)value);
                break;
            case OdpsTypeKind.Double:
                WriteDouble((double)value);
                break;
            case OdpsTypeKind.Date:
                WriteInteger(((DateOnly)value).DayNumber - 719_162);
                break;
            case OdpsTypeKind.DateTime:
                WriteInteger(((DateTimeOffset)value).ToUnixTimeMilliseconds());
                break;
            case OdpsTypeKind.IntervalYearMonth:
                WriteInteger(((IntervalYearMonth)value).TotalMonths);
                break;
            case OdpsTypeKind.Timestamp:
                WriteTime(((OdpsTimestamp)value).Seconds, ((OdpsTimestamp)value).Nanoseconds);
                break;
            case OdpsTypeKind.TimestampNtz:
                WriteTime(((OdpsTimestampNtz)value).Seconds, ((OdpsTimestampNtz)value).Nanoseconds);
                break;
            case OdpsTypeKind.IntervalDayTime:
                WriteTime(((IntervalDayTime)value).Seconds, ((IntervalDayTime)value).Nanoseconds);
                break;
            case OdpsTypeKind.Binary:
                WriteBytes((byte[])value);
                break;
            case OdpsTypeKind.String or OdpsTypeKind.Char or OdpsTypeKind.VarChar or OdpsTypeKind.Json:
                WriteBytes(Encoding.UTF8.GetBytes((string)value));
                break;
            case OdpsTypeKind.Decimal:
                WriteBytes(Encoding.ASCII.GetBytes(value.ToString()!));
                break;
            case OdpsTypeKind.Array:
                WriteElements(((ArrayType)type).ElementType, (IReadOnlyList<object?>)value);
                break;
            case OdpsTypeKind.Map:
                WriteElements(((MapType)type).KeyType, [.. ((OdpsMap)value).Keys]);
                WriteElements(((MapType)type).ValueType, [.. ((OdpsMap)value).Values]);
                break;
            case OdpsTypeKind.Struct:
                WriteFields((StructType)type, (OdpsStruct)value);
                break;
            case OdpsTypeKind.Vector:
                WriteVector(value);
                break;
            default:
                throw new EmulatorException("InternalServerError", $"A value of type {type.Name} has no form in records.", 500);
        }
    }

    private void WriteInteger(long value)
    {
        WriteZigZag(value);
        _recordChecksum.AddInt64(value);
    }

    private void WriteFloat(float value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        output.Write(bytes);
        _recordChecksum.Add(bytes);
    }

    private void WriteDouble(double value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        output.Write(bytes);
        _recordChecksum.Add(bytes);
    }

    private void WriteBytes(byte[] bytes)
    {
        WriteVarint((ulong)bytes.Length);
        output.Write(bytes);
        _recordChecksum.Add(bytes);
    }

    private void WriteTime(long seconds, int nanoseconds)
    {
        WriteZigZag(seconds);
        WriteZigZag(nanoseconds);
        _recordChecksum.AddInt64(seconds);
        _recordChecksum.AddInt32(nanoseconds);
    }

    private void WriteElements(OdpsType type, IReadOnlyList<object?> elements)
    {
        WriteVarint((ulong)elements.Count);
        foreach (object? element in elements)
        {
            WriteUnlessNull(type, element);
        }
    }

    private void WriteFields(StructType type, OdpsStruct fields)
    {
        for (int i = 0; i < fields.Count; i++)
        {
            WriteUnlessNull(type.Fields[i].Type, fields[i]);
        }
    }

    private void WriteVector(object value)
    {
        WriteVarint((ulong)((Array)value).Length);
        foreach (float number in value as float[] ?? [])
        {
            WriteFloat(number);
        }

        foreach (double number in value as double[] ?? [])
        {
            WriteDouble(number);
        }
    }

    /// <summary>The flag is 1 for null.</summary>
    private void WriteUnlessNull(OdpsType type, object? value)
    {
        WriteVarint(value is null ? 1u : 0u);
        if (value is not null)
        {
            WriteValue(type, value);
        }
    }

    private void WriteTag(int number, int wireType) => WriteVarint(((ulong)number << 3) | (uint)wireType);

    private void WriteZigZag(long value) => WriteVarint((ulong)((value << 1) ^ (value >> 63)));

    private void WriteVarint(ulong value)
    {
        while (value >= 0x80)
        {
            output.WriteByte((byte)(value | 0x80));
            value >>= 7;
        }

        output.WriteByte((byte)value);
    }
}
