using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Odps.Net.Emulator.Tunnel;

/// <summary>
/// Lays values out as Arrow does: for each column, and for each part of a nested one after it, a node and its buffers. Written for being obviously right, not for
/// speed, and apart from the client's codec.
/// </summary>
internal sealed class ArrowColumnEncoder(ArrowForm form)
{
    private const int DaysBefore1970 = 719_162;

    public List<(long Length, long NullCount)> Nodes { get; } = [];

    public List<byte[]> Buffers { get; } = [];

    public void Add(Column column, IReadOnlyList<object?> values)
    {
        try
        {
            Add(column.Type, values, isTop: true);
        }
        catch (OverflowException e)
        {
            throw new EmulatorException("InvalidArgument", $"Column '{column.Name}' of type {column.Type.Name} cannot be sent as Arrow: {e.Message} Ask for records.");
        }
    }

    private void Add(OdpsType type, IReadOnlyList<object?> values, bool isTop = false)
    {
        Nodes.Add((values.Count, values.Count(v => v is null)));
        AddValidity(values);
        if (form.IsSecondsAndNanoseconds(type, isTop))
        {
            Add(OdpsType.BigInt, [.. values.Select(v => v is null ? (object?)null : Time(v).Seconds)]);
            Add(OdpsType.Int, [.. values.Select(v => v is null ? (object?)null : Time(v).Nanoseconds)]);
            return;
        }

        if (form.IsDecimalCell(type))
        {
            AddFixed(values, DecimalCell.Size, DecimalCell.Write);
            return;
        }

        switch (type)
        {
            case ArrayType array:
                AddLists(values, array.ElementType, static v => (IReadOnlyList<object?>)v);
                break;
            case VectorType vector:
                AddLists(values, vector.ElementType, static v => [.. ((Array)v).Cast<object?>()]);
                break;
            case MapType map:
                AddMaps(map, values);
                break;
            case StructType structure:
                for (int i = 0; i < structure.Fields.Length; i++)
                {
                    Add(structure.Fields[i].Type, [.. values.Select(v => (v as OdpsStruct)?[i])]);
                }

                break;
            default:
                AddPlain(type, values);
                break;
        }
    }

    private void AddPlain(OdpsType type, IReadOnlyList<object?> values)
    {
        switch (type.Kind)
        {
            case OdpsTypeKind.Boolean:
                Buffers.Add(Bits(values, static v => v is true));
                break;
            case OdpsTypeKind.TinyInt:
                AddFixed(values, 1, static (v, target) => target[0] = (byte)(sbyte)v);
                break;
            case OdpsTypeKind.SmallInt:
                AddFixed(values, 2, static (v, target) => BinaryPrimitives.WriteInt16LittleEndian(target, (short)v));
                break;
            case OdpsTypeKind.Int:
                AddFixed(values, 4, static (v, target) => BinaryPrimitives.WriteInt32LittleEndian(target, (int)v));
                break;
            case OdpsTypeKind.BigInt:
                AddFixed(values, 8, static (v, target) => BinaryPrimitives.WriteInt64LittleEndian(target, (long)v));
                break;
            case OdpsTypeKind.Float:
                AddFixed(values, 4, static (v, target) => BinaryPrimitives.WriteSingleLittleEndian(target, (float)v));
                break;
            case OdpsTypeKind.Double:
                AddFixed(values, 8, static (v, target) => BinaryPrimitives.WriteDoubleLittleEndian(target, (double)v));
                break;
            case OdpsTypeKind.Date:
                AddFixed(values, 4, static (v, target) => BinaryPrimitives.WriteInt32LittleEndian(target, ((DateOnly)v).DayNumber - DaysBefore1970));
                break;
            case OdpsTypeKind.DateTime:
                AddFixed(values, 8, static (v, target) => BinaryPrimitives.WriteInt64LittleEndian(target, ((DateTimeOffset)v).ToUnixTimeMilliseconds()));
                break;
            case OdpsTypeKind.Timestamp or OdpsTypeKind.TimestampNtz:
                AddFixed(values, 8, static (v, target) => BinaryPrimitives.WriteInt64LittleEndian(target, Nanoseconds(v)));
                break;
            case OdpsTypeKind.IntervalYearMonth:
                AddFixed(values, 4, static (v, target) => BinaryPrimitives.WriteInt32LittleEndian(target, ((IntervalYearMonth)v).TotalMonths));
                break;
            case OdpsTypeKind.Decimal:
                int scale = ((DecimalType)type).Scale;
                AddFixed(values, type is DecimalType { IsLegacy: true } ? 32 : 16, (v, target) => WriteNumber(DecimalCell.Unscaled(v, scale), target));
                break;
            case OdpsTypeKind.Binary:
                AddVariable(values, static v => (byte[])v);
                break;
            case OdpsTypeKind.Char:
                AddVariable(values, v => Encoding.UTF8.GetBytes(CharText.Pad(type, (string)v)));
                break;
            case OdpsTypeKind.String or OdpsTypeKind.VarChar or OdpsTypeKind.Json:
                AddVariable(values, static v => Encoding.UTF8.GetBytes((string)v));
                break;
            default:
                throw new EmulatorException("InvalidArgument", $"The type {type.Name} has no Arrow form.");
        }
    }

    private void AddMaps(MapType map, IReadOnlyList<object?> values)
    {
        OdpsMap[] maps = [.. values.OfType<OdpsMap>()];
        AddOffsets(values, static v => ((OdpsMap)v).Count);
        object?[] keys = [.. maps.SelectMany(m => m.Keys)];
        Nodes.Add((keys.Length, 0));
        Buffers.Add([]);
        Add(map.KeyType, keys);
        Add(map.ValueType, [.. maps.SelectMany(m => m.Values)]);
    }

    private void AddLists(IReadOnlyList<object?> values, OdpsType element, Func<object, IReadOnlyList<object?>> elementsOf)
    {
        AddOffsets(values, v => elementsOf(v).Count);
        Add(element, [.. values.Where(v => v is not null).SelectMany(v => elementsOf(v!))]);
    }

    private void AddVariable(IReadOnlyList<object?> values, Func<object, byte[]> bytesOf)
    {
        byte[][] all = [.. values.Select(v => v is null ? [] : bytesOf(v))];
        AddOffsets(all, static v => ((byte[])v).Length);
        using var data = new MemoryStream();
        foreach (byte[] bytes in all)
        {
            data.Write(bytes);
        }

        Buffers.Add(data.ToArray());
    }

    private void AddOffsets(IReadOnlyList<object?> values, Func<object, int> lengthOf)
    {
        var offsets = new byte[4 * (values.Count + 1)];
        int end = 0;
        for (int i = 0; i < values.Count; i++)
        {
            end = checked(end + (values[i] is { } value ? lengthOf(value) : 0));
            BinaryPrimitives.WriteInt32LittleEndian(offsets.AsSpan(4 * (i + 1)), end);
        }

        Buffers.Add(offsets);
    }

    private void AddFixed(IReadOnlyList<object?> values, int width, WriteValue write)
    {
        var bytes = new byte[width * values.Count];
        for (int i = 0; i < values.Count; i++)
        {
            if (values[i] is { } value)
            {
                write(value, bytes.AsSpan(width * i, width));
            }
        }

        Buffers.Add(bytes);
    }

    /// <summary>No bitmap at all where nothing is null, as the service sends it.</summary>
    private void AddValidity(IReadOnlyList<object?> values) => Buffers.Add(values.Contains(null) ? Bits(values, static v => v is not null) : []);

    private static byte[] Bits(IReadOnlyList<object?> values, Func<object?, bool> isSet)
    {
        var bits = new byte[(values.Count + 7) / 8];
        for (int i = 0; i < values.Count; i++)
        {
            if (isSet(values[i]))
            {
                bits[i / 8] |= (byte)(1 << (i % 8));
            }
        }

        return bits;
    }

    /// <summary>Two's complement, lowest byte first.</summary>
    private static void WriteNumber(BigInteger number, Span<byte> target)
    {
        target.Fill(number.Sign < 0 ? (byte)0xff : (byte)0);
        if (!number.TryWriteBytes(target, out _))
        {
            throw new OverflowException(string.Create(CultureInfo.InvariantCulture, $"a number has more digits than {target.Length} bytes hold."));
        }
    }

    private static long Nanoseconds(object value)
    {
        (long seconds, int nanoseconds) = Time(value);
        BigInteger all = ((BigInteger)seconds * 1_000_000_000) + nanoseconds;
        return all >= long.MinValue && all <= long.MaxValue ? (long)all : throw new OverflowException($"{value} is not within 1677 and 2262, which 64 bits of nanoseconds hold.");
    }

    private static (long Seconds, int Nanoseconds) Time(object value) => value switch
    {
        OdpsTimestamp t => (t.Seconds, t.Nanoseconds),
        OdpsTimestampNtz t => (t.Seconds, t.Nanoseconds),
        IntervalDayTime i => (i.Seconds, i.Nanoseconds),
        _ => throw new InvalidCastException($"A value of {value.GetType()} is not a time."),
    };

    private delegate void WriteValue(object value, Span<byte> target);
}
