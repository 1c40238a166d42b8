using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Odps.Net.Tunnel.Wire;

/// <summary>
/// Decodes runs of rows into column buffers, straight from the bytes of the stream. The rows are verified as they are for the cursor; an error in
/// the middle of a batch leaves the batch unusable, and <see cref="RecordStreamDecoder.RowsRead"/> counts the good rows before it.
/// </summary>
internal sealed class ColumnBatchDecoder(RecordStreamDecoder decoder)
{
    /// <summary>A batch ends early after so many bytes of the stream, so that offsets of 32 bits are always enough.</summary>
    private const long MostBytes = 256 * 1024 * 1024;

    private int _ordinal;

    /// <summary>The columns of the current batch.</summary>
    public ColumnBuffer[] Columns { get; } = [.. decoder.ValuePlans.Select(ColumnBuffer.Of)];

    /// <summary>Fills the columns with the next rows.</summary>
    /// <param name="maxRows">The most rows of the batch.</param>
    /// <param name="cancellationToken">Cancels the wait for bytes; the batch is then unusable, and the rows in it are lost.</param>
    /// <returns>The rows of the batch; 0 at the verified end.</returns>
    public async ValueTask<int> ReadAsync(int maxRows, CancellationToken cancellationToken)
    {
        foreach (ColumnBuffer column in Columns)
        {
            column.Reset();
        }

        int rows = 0;
        long start = decoder.Offset;
        while (rows < maxRows && decoder.Offset - start < MostBytes && await decoder.MoveNextAsync(cancellationToken).ConfigureAwait(false))
        {
            AppendRow();
            rows++;
        }

        return rows;
    }

    private void AppendRow()
    {
        FieldSlot[] slots = decoder.Slots;
        ColumnBuffer[] columns = Columns;
        ValuePlan[] plans = decoder.ValuePlans;
        uint stamp = decoder.Stamp;
        for (int i = 0; i < columns.Length; i++)
        {
            ref readonly FieldValue value = ref slots[i].Value;
            if (value.Stamp != stamp)
            {
                columns[i].AppendNull();
                continue;
            }

            switch (plans[i].Coding)
            {
                case FieldCoding.Boolean:
                    columns[i].AppendBoolean(value.Bits != 0);
                    break;
                case FieldCoding.Bytes when plans[i].Kind == OdpsTypeKind.Decimal:
                    _ordinal = i;
                    AppendDecimal(columns[i], decoder.Bytes(value));
                    break;
                case FieldCoding.Bytes:
                    columns[i].AppendBytes(decoder.Bytes(value));
                    break;
                case FieldCoding.SecondsAndNanoseconds:
                    columns[i].AppendTime(value.Bits, value.Extra);
                    break;
                case FieldCoding.Array or FieldCoding.Map or FieldCoding.Struct or FieldCoding.Vector:
                    _ordinal = i;
                    ReadOnlySpan<byte> bytes = decoder.Bytes(value);
                    AppendNested(columns[i], plans[i], ref bytes);
                    break;
                default:
                    AppendNumber(columns[i], plans[i].Kind, i, value.Bits);
                    break;
            }
        }
    }

    private void AppendNumber(ColumnBuffer column, OdpsTypeKind kind, int ordinal, long bits)
    {
        // Days and months have 64 bits in the stream, 32 in Arrow.
        if (kind is OdpsTypeKind.Date or OdpsTypeKind.IntervalYearMonth && bits != (int)bits)
        {
            throw decoder.ValueError(ordinal, $"{bits} does not fit 32 bits");
        }

        column.Append(bits);
    }

    private void AppendDecimal(ColumnBuffer column, ReadOnlySpan<byte> text)
    {
        int scale = ((DecimalType)column.Type).Scale;
        if (!OdpsDecimal.TryParse(text, out OdpsDecimal number) || !number.TryToScale(scale, out Int128 unscaled))
        {
            throw decoder.ValueError(_ordinal, $"'{ValueDecoder.Text(text[..Math.Min(text.Length, 100)])}' is not a number of at most 38 digits, {scale} of them after the point");
        }

        column.AppendDecimal(unscaled);
    }

    private void AppendNested(ColumnBuffer column, ValuePlan plan, ref ReadOnlySpan<byte> bytes)
    {
        switch (plan.Coding)
        {
            case FieldCoding.Boolean:
                column.AppendBoolean(ReadNumber(ref bytes) != 0);
                break;
            case FieldCoding.Float:
                column.Append(BinaryPrimitives.ReadInt32LittleEndian(Take(ref bytes, sizeof(int))));
                break;
            case FieldCoding.Double:
                column.Append(BinaryPrimitives.ReadInt64LittleEndian(Take(ref bytes, sizeof(long))));
                break;
            case FieldCoding.Bytes when plan.Kind == OdpsTypeKind.Decimal:
                AppendDecimal(column, Take(ref bytes, (int)ReadNumber(ref bytes)));
                break;
            case FieldCoding.Bytes:
                column.AppendBytes(Take(ref bytes, (int)ReadNumber(ref bytes)));
                break;
            case FieldCoding.SecondsAndNanoseconds:
                long seconds = Varint.UnZigZag(ReadNumber(ref bytes));
                column.AppendTime(seconds, (int)Varint.UnZigZag(ReadNumber(ref bytes)));
                break;
            case FieldCoding.Array:
                AppendElements(column.Children[0], plan.Children[0], ref bytes);
                column.AppendList();
                break;
            case FieldCoding.Map:
                AppendElements(column.Children[0], plan.Children[0], ref bytes);
                AppendElements(column.Children[1], plan.Children[1], ref bytes);
                column.AppendList();
                break;
            case FieldCoding.Struct:
                column.AppendPresent();
                for (int i = 0; i < plan.Children.Length; i++)
                {
                    AppendElement(column.Children[i], plan.Children[i], ref bytes);
                }

                break;
            case FieldCoding.Vector:
                column.AppendPresent();
                for (ulong count = ReadNumber(ref bytes); count > 0; count--)
                {
                    AppendNested(column.Children[0], plan.Children[0], ref bytes);
                }

                break;
            default:
                AppendNumber(column, plan.Kind, _ordinal, Varint.UnZigZag(ReadNumber(ref bytes)));
                break;
        }
    }

    private void AppendElements(ColumnBuffer column, ValuePlan plan, ref ReadOnlySpan<byte> bytes)
    {
        for (ulong count = ReadNumber(ref bytes); count > 0; count--)
        {
            AppendElement(column, plan, ref bytes);
        }
    }

    private void AppendElement(ColumnBuffer column, ValuePlan plan, ref ReadOnlySpan<byte> bytes)
    {
        if (ReadNumber(ref bytes) == 1)
        {
            column.AppendNull();
        }
        else
        {
            AppendNested(column, plan, ref bytes);
        }
    }

    private static ulong ReadNumber(ref ReadOnlySpan<byte> bytes)
    {
        // The decoder has been over the bytes, and keeps some more behind them.
        nint position = 0;
        ulong number = Varint.Read(ref MemoryMarshal.GetReference(bytes), ref position);
        bytes = bytes[(int)position..];
        return number;
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> bytes, int count)
    {
        ReadOnlySpan<byte> taken = bytes[..count];
        bytes = bytes[count..];
        return taken;
    }
}
