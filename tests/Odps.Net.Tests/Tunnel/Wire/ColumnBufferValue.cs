using System.Buffers.Binary;
using System.Text;
using Odps.Net.Tunnel.Wire;

namespace Odps.Net.Tests.Tunnel.Wire;

/// <summary>Reads single values back out of column buffers.</summary>
internal static class ColumnBufferValue
{
    public static object? Read(ColumnBuffer column, int index)
    {
        if ((column.Validity[index >> 3] >> (index & 7) & 1) == 0)
        {
            return null;
        }

        return column.Type switch
        {
            ArrayType => List(column.Children[0], column.Offsets[index], column.Offsets[index + 1]),
            MapType => new OdpsMap(List(column.Children[0], column.Offsets[index], column.Offsets[index + 1])
                .Zip(List(column.Children[1], column.Offsets[index], column.Offsets[index + 1]), (k, v) => new KeyValuePair<object, object?>(k!, v))),
            StructType type => new OdpsStruct(type, [.. column.Children.Select(c => Read(c, index))]),
            VectorType { ElementType.Kind: OdpsTypeKind.Float } v => List(column.Children[0], index * v.Dimension, (index + 1) * v.Dimension).Cast<float>().ToArray(),
            VectorType v => List(column.Children[0], index * v.Dimension, (index + 1) * v.Dimension).Cast<double>().ToArray(),
            DecimalType d => new OdpsDecimal(BinaryPrimitives.ReadInt128LittleEndian(column.Values[(index * 16)..]), d.Scale),
            _ => Simple(column, index),
        };
    }

    private static object Simple(ColumnBuffer column, int index)
    {
        ReadOnlySpan<byte> values = column.Values;
        switch (column.Type.Kind)
        {
            case OdpsTypeKind.TinyInt:
                return (sbyte)values[index];
            case OdpsTypeKind.SmallInt:
                return BinaryPrimitives.ReadInt16LittleEndian(values[(index * 2)..]);
            case OdpsTypeKind.Int:
                return BinaryPrimitives.ReadInt32LittleEndian(values[(index * 4)..]);
            case OdpsTypeKind.BigInt:
                return BinaryPrimitives.ReadInt64LittleEndian(values[(index * 8)..]);
            case OdpsTypeKind.Float:
                return BinaryPrimitives.ReadSingleLittleEndian(values[(index * 4)..]);
            case OdpsTypeKind.Double:
                return BinaryPrimitives.ReadDoubleLittleEndian(values[(index * 8)..]);
            case OdpsTypeKind.Boolean:
                return (values[index >> 3] >> (index & 7) & 1) == 1;
            case OdpsTypeKind.Date:
                return EpochTime.ToDate(BinaryPrimitives.ReadInt32LittleEndian(values[(index * 4)..]));
            case OdpsTypeKind.DateTime:
                return EpochTime.ToDateTimeOffset(BinaryPrimitives.ReadInt64LittleEndian(values[(index * 8)..]));
            case OdpsTypeKind.IntervalYearMonth:
                return new IntervalYearMonth(BinaryPrimitives.ReadInt32LittleEndian(values[(index * 4)..]));
            case OdpsTypeKind.Timestamp:
                return new OdpsTimestamp((long)Read(column.Children[0], index)!, (int)Read(column.Children[1], index)!);
            case OdpsTypeKind.TimestampNtz:
                return new OdpsTimestampNtz((long)Read(column.Children[0], index)!, (int)Read(column.Children[1], index)!);
            case OdpsTypeKind.IntervalDayTime:
                return new IntervalDayTime((long)Read(column.Children[0], index)!, (int)Read(column.Children[1], index)!);
            default:
                byte[] bytes = values[column.Offsets[index]..column.Offsets[index + 1]].ToArray();
                return column.Type.Kind == OdpsTypeKind.Binary ? bytes : Encoding.UTF8.GetString(bytes);
        }
    }

    private static object?[] List(ColumnBuffer column, int start, int end) => [.. Enumerable.Range(start, end - start).Select(i => Read(column, i))];
}
