using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace Odps.Net.Arrow;

/// <summary>
/// Turns what the service sent into the declared types of <see cref="ArrowTypes.From(OdpsType)"/>. What lies the same way is only relabelled; a time stamp that
/// came as a struct, an interval of days and milliseconds, and a narrow or coded DECIMAL are computed anew.
/// </summary>
internal sealed class DeclaredTypes(ArrowMemoryPool? pool)
{
    private readonly List<SharedMemory> _made = [];
    private readonly List<ArrayData> _built = [];
    private string _column = "";

    /// <summary>The batch in the declared types. The given batch is used up: it is disposed, also when the conversion fails.</summary>
    /// <param name="batch">The batch as it came.</param>
    /// <param name="declared">The schema to give; as many columns.</param>
    /// <param name="pool">Where memory comes from.</param>
    /// <param name="exact">
    /// The columns, when a type that lies otherwise is to be read value by value, as records are, and built anew; null when it is an error.
    /// </param>
    /// <exception cref="OdpsDataException">A column's type cannot be turned into the declared one, or a value does not fit.</exception>
    public static RecordBatch Convert(RecordBatch batch, Schema declared, ArrowMemoryPool? pool, ColumnCollection? exact = null)
    {
        if (ReferenceEquals(batch.Schema, declared))
        {
            return batch;
        }

        using (batch)
        {
            return new DeclaredTypes(pool).Convert(batch, declared, exact);
        }
    }

    private RecordBatch Convert(RecordBatch batch, Schema declared, ColumnCollection? exact)
    {
        if (batch.ColumnCount != declared.Fields.Length)
        {
            throw new OdpsDataException($"The Arrow data has {batch.ColumnCount} columns; {declared.Fields.Length} were expected.");
        }

        try
        {
            var columns = new ArrayData[batch.ColumnCount];
            for (int i = 0; i < columns.Length; i++)
            {
                _column = declared.Fields[i].Name;
                ArrowType type = declared.Fields[i].DataType;
                columns[i] = Convert(batch.Data[i], type) ?? (exact is null ? throw Mismatch(batch.Data[i], type) : Build(exact[i], batch.Data[i], type));
            }

            foreach (ArrayData column in columns)
            {
                column.Retain();
            }

            return new RecordBatch(declared, columns, batch.Length);
        }
        finally
        {
            foreach (SharedMemory memory in _made)
            {
                memory.Release();
            }

            foreach (ArrayData data in _built)
            {
                data.Release();
            }
        }
    }

    private ArrayData Build(Column column, ArrayData data, ArrowType declared)
    {
        ArrayData built = ExactColumn.Build(column, data, declared, pool);
        _built.Add(built);
        return built;
    }

    /// <summary>The column in the declared type; null when the types have nothing to do with each other.</summary>
    private ArrayData? Convert(ArrayData data, ArrowType declared)
    {
        if (data.Type.Equals(declared))
        {
            return data;
        }

        switch (declared)
        {
            case TimestampType timestamp:
                return ToTimestamp(data, timestamp);
            case DecimalArrowType number when data.Type is DecimalArrowType wire && wire.TypeId == number.TypeId && wire.Scale == number.Scale:
                return Relabel(data, declared, data.Children);
            case DecimalArrowType { TypeId: ArrowTypeId.Decimal256 } wide:
                return ToDecimal256(data, wide);
            case ArrowStructType when ArrowTypes.IsSecondsAndNanoseconds(declared) && data.Type.TypeId == ArrowTypeId.IntervalDayTime:
                return ToSecondsAndNanoseconds(data, (ArrowStructType)declared);
            case NestedArrowType nested when nested.TypeId == data.Type.TypeId && nested.Fields.Length == data.Children.Length:
                return ToNested(data, nested);
            default:
                return null;
        }
    }

    private ArrayData? ToNested(ArrayData data, NestedArrowType declared)
    {
        ImmutableArray<Field> wire = ((NestedArrowType)data.Type).Fields;
        var children = new ArrayData[data.Children.Length];
        for (int i = 0; i < children.Length; i++)
        {
            if (declared.TypeId == ArrowTypeId.Struct && !wire[i].Name.Equals(declared.Fields[i].Name, StringComparison.OrdinalIgnoreCase) && wire[i].Name.Length > 0)
            {
                // Children of lists and maps go by position; the names of a struct's fields are its type.
                throw Mismatch(data, declared);
            }

            if (Convert(data.Children[i], declared.Fields[i].DataType) is not ArrayData child)
            {
                return null;
            }

            children[i] = child;
        }

        return Relabel(data, declared, children);
    }

    private ArrayData? ToTimestamp(ArrayData data, TimestampType declared)
    {
        switch (data.Type)
        {
            case TimestampType wire when wire.Unit == declared.Unit:
                return Relabel(data, declared, []);
            case TimestampType wire:
                return Compute(data, declared, 8, (index, target) => Write(target, index, TimeUnits.Split(data.Values<long>()[index], wire.Unit), declared));
            case { TypeId: ArrowTypeId.Date64 } when declared.Unit == TimeUnit.Millisecond:
                return Relabel(data, declared, []);
            case ArrowStructType { Fields: [{ DataType.TypeId: ArrowTypeId.Int64 }, { DataType.TypeId: ArrowTypeId.Int32 }] }:
                ArrayData seconds = data.StructChild(0);
                ArrayData nanoseconds = data.StructChild(1);
                return Compute(data, declared, 8, (index, target) => Write(target, index, (seconds.Values<long>()[index], nanoseconds.Values<int>()[index]), declared));
            default:
                return null;
        }
    }

    private void Write(Span<byte> target, int index, (long Seconds, int Nanoseconds) time, TimestampType declared)
    {
        if (time.Nanoseconds is < 0 or > 999_999_999 || !TimeUnits.TryJoin(time.Seconds, time.Nanoseconds, declared.Unit, out long value))
        {
            throw new OdpsDataException(string.Create(
                CultureInfo.InvariantCulture, $"Column '{_column}', row {index}: the time stamp of {time.Seconds} s and {time.Nanoseconds} ns is not within what {declared.Name} holds (nanoseconds: the years 1677 to 2262). Read the column as records.")) { Column = _column, Row = index };
        }

        BitConverter.TryWriteBytes(target, value);
    }

    private ArrayData ToSecondsAndNanoseconds(ArrayData data, ArrowStructType declared)
    {
        ArrayData seconds = Compute(data, ArrowType.Int64, 8, (index, target) => BitConverter.TryWriteBytes(target, Split(index).Seconds));
        ArrayData nanoseconds = Compute(data, ArrowType.Int32, 4, (index, target) => BitConverter.TryWriteBytes(target, Split(index).Nanoseconds));
        return new ArrayData(declared, data.Length, data.NullCount, 0, [seconds.Buffers[0]], [seconds, nanoseconds]);

        (long Seconds, int Nanoseconds) Split(int index)
        {
            DayTimeInterval value = data.Values<DayTimeInterval>()[index];
            return TimeUnits.Split((value.Days * 86_400_000L) + value.Milliseconds, TimeUnit.Millisecond);
        }
    }

    private ArrayData? ToDecimal256(ArrayData data, DecimalArrowType declared)
    {
        switch (data.Type)
        {
            case DecimalArrowType { TypeId: ArrowTypeId.Decimal128 } narrow when narrow.Scale <= declared.Scale:
                BigInteger factor = BigInteger.Pow(10, declared.Scale - narrow.Scale);
                return Compute(data, declared, 32, (index, target) => ArrowValues.WriteInt256(data.Values<Int128>()[index] * factor, target));
            case FixedSizeBinaryType { ByteWidth: LegacyDecimalCell.Size } when declared.Scale == LegacyDecimalCell.Scale:
                return Compute(data, declared, 32, (index, target) => ArrowValues.WriteInt256(
                    LegacyDecimalCell.Read(data.Buffers[1].Span.Slice((data.Offset + index) * LegacyDecimalCell.Size, LegacyDecimalCell.Size)), target));
            default:
                return null;
        }
    }

    /// <summary>An array of computed values; null slots are zero.</summary>
    private ArrayData Compute(ArrayData data, ArrowType type, int width, ComputeValue compute)
    {
        ArrowBuffer validity = default;
        if (data.NullCount > 0)
        {
            PooledMemory bits = Make(Bitmap.ByteCount(data.Length));
            Bitmap.Copy(data.Buffers[0].Span, data.Offset, data.Length, bits.Writable);
            validity = new ArrowBuffer(bits, 0, Bitmap.ByteCount(data.Length));
        }

        if (data.Length == 0)
        {
            return new ArrayData(type, 0, 0, 0, [default, default], []);
        }

        int size = checked(data.Length * width);
        PooledMemory memory = Make(size);
        Span<byte> values = memory.Writable[..size];
        for (int i = 0; i < data.Length; i++)
        {
            Span<byte> target = values.Slice(i * width, width);
            if (data.IsValid(i))
            {
                compute(i, target);
            }
            else
            {
                target.Clear();
            }
        }

        return new ArrayData(type, data.Length, data.NullCount, 0, [validity, new ArrowBuffer(memory, 0, size)], []);
    }

    private PooledMemory Make(int size)
    {
        PooledMemory memory = PooledMemory.Rent(pool, size);
        _made.Add(memory);
        return memory;
    }

    private static ArrayData Relabel(ArrayData data, ArrowType type, ArrayData[] children) =>
        new(type, data.Length, data.NullCount, data.Offset, data.Buffers, children);

    private OdpsDataException Mismatch(ArrayData data, ArrowType declared) =>
        new($"Column '{_column}' came as the Arrow type {data.Type.Name}, which cannot be turned into {declared.Name}.") { Column = _column };

    private delegate void ComputeValue(int index, Span<byte> target);
}
