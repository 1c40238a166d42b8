using System.Collections.Immutable;

namespace Odps.Net.Arrow;

/// <summary>Writes the schema table of a message.</summary>
internal static class SchemaEncoder
{
    /// <summary>Writes the schema; dictionary types get the ids 0, 1, ... in depth-first order.</summary>
    /// <param name="writer">The buffer.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="reference">Where the reference to the table is.</param>
    public static void Encode(FlatBufferWriter writer, Schema schema, int reference)
    {
        Span<int> table = [2, 4, schema.Metadata.Count > 0 ? 4 : 0];
        writer.Table(table, reference);
        long nextDictionary = 0;
        WriteFields(writer, schema.Fields, table[1], ref nextDictionary);
        WriteMetadata(writer, schema.Metadata, table[2]);
    }

    private static void WriteFields(FlatBufferWriter writer, ImmutableArray<Field> fields, int reference, ref long nextDictionary)
    {
        int first = writer.ReferenceVector(fields.Length, reference);
        for (int i = 0; i < fields.Length; i++)
        {
            WriteField(writer, fields[i], first + (4 * i), ref nextDictionary);
        }
    }

    private static void WriteField(FlatBufferWriter writer, Field field, int reference, ref long nextDictionary)
    {
        var dictionary = field.DataType as DictionaryType;
        ArrowType type = dictionary?.ValueType ?? field.DataType;
        Span<int> table = [4, 1, 1, 4, dictionary is null ? 0 : 4, 4, field.Metadata.Count > 0 ? 4 : 0];
        writer.Table(table, reference);
        writer.SetByte(table[1], field.IsNullable ? (byte)1 : (byte)0);
        writer.String(field.Name, table[0]);
        writer.SetByte(table[2], (byte)WriteType(writer, type, table[3]));
        if (dictionary is not null)
        {
            Span<int> encoding = [8, 4, 1];
            writer.Table(encoding, table[4]);
            writer.SetInt64(encoding[0], nextDictionary++);
            writer.SetByte(encoding[2], dictionary.IsOrdered ? (byte)1 : (byte)0);
            WriteType(writer, dictionary.IndexType, encoding[1]);
        }

        WriteFields(writer, ArrayLayouts.Children(type), table[5], ref nextDictionary);
        WriteMetadata(writer, field.Metadata, table[6]);
    }

    private static void WriteMetadata(FlatBufferWriter writer, KeyValueMetadata metadata, int reference)
    {
        if (metadata.Count == 0)
        {
            return;
        }

        int first = writer.ReferenceVector(metadata.Count, reference);
        for (int i = 0; i < metadata.Count; i++)
        {
            Span<int> pair = [4, 4];
            writer.Table(pair, first + (4 * i));
            writer.String(metadata[i].Key, pair[0]);
            writer.String(metadata[i].Value, pair[1]);
        }
    }

    private static IpcTypeCode WriteType(FlatBufferWriter writer, ArrowType type, int reference)
    {
        switch (type)
        {
            case TimestampType timestamp:
                Span<int> fields = [2, timestamp.Timezone is null ? 0 : 4];
                writer.Table(fields, reference);
                writer.SetInt16(fields[0], (short)timestamp.Unit);
                if (timestamp.Timezone is string zone)
                {
                    writer.String(zone, fields[1]);
                }

                return IpcTypeCode.Timestamp;
            case TimeType time:
                fields = [2, 4];
                writer.Table(fields, reference);
                writer.SetInt16(fields[0], (short)time.Unit);
                writer.SetInt32(fields[1], time.TypeId == ArrowTypeId.Time32 ? 32 : 64);
                return IpcTypeCode.Time;
            case DurationType duration:
                return WriteUnit(writer, reference, (short)duration.Unit, IpcTypeCode.Duration);
            case DecimalArrowType number:
                fields = [4, 4, 4];
                writer.Table(fields, reference);
                writer.SetInt32(fields[0], number.Precision);
                writer.SetInt32(fields[1], number.Scale);
                writer.SetInt32(fields[2], number.ByteWidth * 8);
                return IpcTypeCode.Decimal;
            case FixedSizeBinaryType binary:
                fields = [4];
                writer.Table(fields, reference);
                writer.SetInt32(fields[0], binary.ByteWidth);
                return IpcTypeCode.FixedSizeBinary;
            case ArrowMapType map:
                fields = [1];
                writer.Table(fields, reference);
                writer.SetByte(fields[0], map.KeysSorted ? (byte)1 : (byte)0);
                return IpcTypeCode.Map;
        }

        switch (type.TypeId)
        {
            case ArrowTypeId.Int8 or ArrowTypeId.Int16 or ArrowTypeId.Int32 or ArrowTypeId.Int64:
                return WriteInt(writer, reference, ArrayLayouts.Width(type) * 8, isSigned: true);
            case ArrowTypeId.UInt8 or ArrowTypeId.UInt16 or ArrowTypeId.UInt32 or ArrowTypeId.UInt64:
                return WriteInt(writer, reference, ArrayLayouts.Width(type) * 8, isSigned: false);
            case ArrowTypeId.HalfFloat:
                return WriteUnit(writer, reference, 0, IpcTypeCode.FloatingPoint);
            case ArrowTypeId.Float:
                return WriteUnit(writer, reference, 1, IpcTypeCode.FloatingPoint);
            case ArrowTypeId.Double:
                return WriteUnit(writer, reference, 2, IpcTypeCode.FloatingPoint);
            case ArrowTypeId.Date32:
                return WriteUnit(writer, reference, 0, IpcTypeCode.Date);
            case ArrowTypeId.Date64:
                return WriteUnit(writer, reference, 1, IpcTypeCode.Date);
            case ArrowTypeId.IntervalYearMonth:
                return WriteUnit(writer, reference, 0, IpcTypeCode.Interval);
            case ArrowTypeId.IntervalDayTime:
                return WriteUnit(writer, reference, 1, IpcTypeCode.Interval);
            case ArrowTypeId.IntervalMonthDayNanosecond:
                return WriteUnit(writer, reference, 2, IpcTypeCode.Interval);
        }

        writer.Table([], reference);
        return type.TypeId switch
        {
            ArrowTypeId.Null => IpcTypeCode.Null,
            ArrowTypeId.Boolean => IpcTypeCode.Bool,
            ArrowTypeId.String => IpcTypeCode.Utf8,
            ArrowTypeId.LargeString => IpcTypeCode.LargeUtf8,
            ArrowTypeId.Binary => IpcTypeCode.Binary,
            ArrowTypeId.LargeBinary => IpcTypeCode.LargeBinary,
            ArrowTypeId.List => IpcTypeCode.List,
            ArrowTypeId.LargeList => IpcTypeCode.LargeList,
            ArrowTypeId.Struct => IpcTypeCode.Struct,
            _ => throw new NotSupportedException($"The Arrow type {type.Name} cannot be written."),
        };
    }

    private static IpcTypeCode WriteInt(FlatBufferWriter writer, int reference, int bitWidth, bool isSigned)
    {
        Span<int> fields = [4, 1];
        writer.Table(fields, reference);
        writer.SetInt32(fields[0], bitWidth);
        writer.SetByte(fields[1], isSigned ? (byte)1 : (byte)0);
        return IpcTypeCode.Int;
    }

    private static IpcTypeCode WriteUnit(FlatBufferWriter writer, int reference, short unit, IpcTypeCode code)
    {
        Span<int> fields = [2];
        writer.Table(fields, reference);
        writer.SetInt16(fields[0], unit);
        return code;
    }
}
