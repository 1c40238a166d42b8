using System.Globalization;

namespace Odps.Net.Arrow;

/// <summary>A column in another Arrow type, read value by value as a record would be and built anew: every value is the same afterwards, or an error.</summary>
internal static class ExactColumn
{
    /// <param name="column">The column.</param>
    /// <param name="data">The values as they lie.</param>
    /// <param name="declared">The type to build.</param>
    /// <param name="pool">Where memory comes from.</param>
    /// <returns>The values; the caller releases them.</returns>
    /// <exception cref="OdpsDataException">The type cannot be read as that of the column, or a value does not fit it.</exception>
    public static ArrayData Build(Column column, ArrayData data, ArrowType declared, ArrowMemoryPool? pool)
    {
        if (data.Layout == ArrayLayout.Variable64 && declared.TypeId is ArrowTypeId.String or ArrowTypeId.Binary && IsText(data.Type) == IsText(declared))
        {
            return WithShortOffsets(column, data, declared, pool);
        }

        using var builder = ArrowArrayBuilder.Create(declared, pool);
        for (int row = 0; row < data.Length; row++)
        {
            try
            {
                ArrowSlotWriter.Append(builder, column, ArrowSlotReader.Read(column, data, row));
            }
            catch (OdpsDataException cause) when (cause.Row is null)
            {
                throw new OdpsDataException(cause.Message, cause) { Column = column.Name, Row = row };
            }
        }

        return builder.FinishData();
    }

    private static bool IsText(ArrowType type) => type.TypeId is ArrowTypeId.String or ArrowTypeId.LargeString;

    /// <summary>Texts and bytes with 64-bit offsets: only the offsets are written anew.</summary>
    private static ArrayData WithShortOffsets(Column column, ArrayData data, ArrowType declared, ArrowMemoryPool? pool)
    {
        long start = data.OffsetAt(0);
        long end = data.OffsetAt(data.Length);
        if (start < 0 || start > end || end > data.Buffers[2].Length)
        {
            ArrowThrow.Offsets(data.Type, 0, start, end, data.Buffers[2].Length);
        }

        PooledMemory offsets = PooledMemory.Rent(pool, checked(4 * (data.Length + 1)));
        PooledMemory? validity = null;
        try
        {
            Write(column, data, start, end, System.Runtime.InteropServices.MemoryMarshal.Cast<byte, int>(offsets.Writable)[..(data.Length + 1)]);
            if (data.NullCount > 0)
            {
                validity = PooledMemory.Rent(pool, Bitmap.ByteCount(data.Length));
                Bitmap.Copy(data.Buffers[0].Span, data.Offset, data.Length, validity.Writable);
            }

            var values = start == end ? default : new ArrowBuffer(data.Buffers[2].Owner!, data.Buffers[2].Offset + (int)start, (int)(end - start));
            values.Owner?.AddReference();
            return new ArrayData(
                declared,
                data.Length,
                data.NullCount,
                0,
                [validity is null ? default : new ArrowBuffer(validity, 0, Bitmap.ByteCount(data.Length)), new ArrowBuffer(offsets, 0, 4 * (data.Length + 1)), values],
                []);
        }
        catch
        {
            validity?.Release();
            offsets.Release();
            throw;
        }
    }

    private static void Write(Column column, ArrayData data, long start, long end, Span<int> target)
    {
        long last = start;
        for (int row = 0; row <= data.Length; row++)
        {
            long offset = data.OffsetAt(row);
            if (offset < last || offset > end)
            {
                throw new OdpsDataException(string.Create(CultureInfo.InvariantCulture, $"Column '{column.Name}': the offset {offset} of slot {row} runs backwards or past the end."))
                {
                    Column = column.Name,
                    Row = row,
                };
            }

            last = offset;
            target[row] = (int)(offset - start);
        }
    }
}
