using System.Runtime.InteropServices;

namespace Odps.Net.Tunnel.Wire;

/// <content>
/// Nested values. Values of the .NET types that a record keeps, and arrays of plain numbers, are checked and written as they are; anything else that a
/// record would take is first brought into that form.
/// </content>
internal sealed partial class RecordStreamEncoder
{
    private void SetNested(int ordinal, object value)
    {
        ref readonly ColumnPlan plan = ref _plans[ordinal];
        int position = BeginField(ordinal, plan, FixedField, out uint checksum, out int start);

        // The values below make room for themselves behind _length.
        _length = position;
        try
        {
            WriteValue(ordinal, _valuePlans[ordinal], value, ref checksum);
        }
        catch (OdpsDataException e) when (_whyUnusable is null)
        {
            _length = start;
            throw RowFailed(e);
        }
        catch (Exception e)
        {
            // Nothing of the field may stay, and nothing may follow it.
            _length = start;
            if (_whyUnusable is null)
            {
                MarkRow(e.Message);
            }

            throw;
        }

        EndField(ordinal, plan, _length, checksum);
    }

    private void WriteValue(int ordinal, ValuePlan plan, object value, ref uint checksum)
    {
        switch (plan.Kind, value)
        {
            case (OdpsTypeKind.BigInt, long number):
                WriteInteger(number, ref checksum);
                break;
            case (OdpsTypeKind.Int, int number):
                WriteInteger(number, ref checksum);
                break;
            case (OdpsTypeKind.SmallInt, short number):
                WriteInteger(number, ref checksum);
                break;
            case (OdpsTypeKind.TinyInt, sbyte number):
                WriteInteger(number, ref checksum);
                break;
            case (OdpsTypeKind.Boolean, bool flag):
                byte bit = flag ? (byte)1 : (byte)0;
                WriteNumber(bit);
                checksum = Crc32C.Append(checksum, bit);
                break;
            case (OdpsTypeKind.Float, float number):
                WriteFloat(number, ref checksum);
                break;
            case (OdpsTypeKind.Double, double number):
                WriteDouble(number, ref checksum);
                break;
            case (OdpsTypeKind.String or OdpsTypeKind.Json or OdpsTypeKind.Char or OdpsTypeKind.VarChar, string text):
                ValueLimits.CheckLength(Columns[ordinal], plan.Type, text);
                int most = MostUtf8Bytes(ordinal, text);
                Grow(most + FixedField);
                _length = EncodeText(ordinal, text, _length, most, ref checksum);
                break;
            case (OdpsTypeKind.Binary, byte[] bytes):
                WriteBytes(ordinal, bytes, ref checksum);
                break;
            case (OdpsTypeKind.Decimal, OdpsDecimal number):
                ValueLimits.CheckDecimal(Columns[ordinal], (DecimalType)plan.Type, number);
                WriteDecimal(number, ref checksum);
                break;
            case (OdpsTypeKind.Decimal, string text):
                WriteDecimalText(ordinal, (DecimalType)plan.Type, text, ref checksum);
                break;
            case (OdpsTypeKind.Date, DateOnly date):
                WriteInteger(EpochTime.ToDays(date), ref checksum);
                break;
            case (OdpsTypeKind.DateTime, DateTimeOffset time):
                WriteInteger(EpochTime.ToMilliseconds(time), ref checksum);
                break;
            case (OdpsTypeKind.IntervalYearMonth, IntervalYearMonth months):
                WriteInteger(months.TotalMonths, ref checksum);
                break;
            case (OdpsTypeKind.Timestamp, OdpsTimestamp time):
                WriteSeconds(time.Seconds, time.Nanoseconds, ref checksum);
                break;
            case (OdpsTypeKind.TimestampNtz, OdpsTimestampNtz time):
                WriteSeconds(time.Seconds, time.Nanoseconds, ref checksum);
                break;
            case (OdpsTypeKind.IntervalDayTime, IntervalDayTime interval):
                WriteSeconds(interval.Seconds, interval.Nanoseconds, ref checksum);
                break;
            default:
                WriteComposite(ordinal, plan, value, ref checksum);
                break;
        }
    }

    private void WriteComposite(int ordinal, ValuePlan plan, object value, ref uint checksum)
    {
        switch (plan.Coding, value)
        {
            case (FieldCoding.Array, object?[] elements):
                WriteNumber((uint)elements.Length);
                foreach (object? element in elements)
                {
                    WriteElement(ordinal, plan.Children[0], element, ref checksum);
                }

                break;
            case (FieldCoding.Array, long[] numbers) when plan.Children[0].Kind == OdpsTypeKind.BigInt:
                WriteNumber((uint)numbers.Length);
                foreach (long number in numbers)
                {
                    WriteNumber(0);
                    WriteInteger(number, ref checksum);
                }

                break;
            case (FieldCoding.Array, double[] numbers) when plan.Children[0].Kind == OdpsTypeKind.Double:
                WriteNumber((uint)numbers.Length);
                foreach (double number in numbers)
                {
                    WriteNumber(0);
                    WriteDouble(number, ref checksum);
                }

                break;
            case (FieldCoding.Map, OdpsMap map):
                WriteMap(ordinal, plan, map.Entries, ref checksum);
                break;
            case (FieldCoding.Struct, OdpsStruct fields) when fields.Count == plan.Children.Length:
                for (int i = 0; i < plan.Children.Length; i++)
                {
                    WriteElement(ordinal, plan.Children[i], fields[i], ref checksum);
                }

                break;
            case (FieldCoding.Struct, object?[] fields) when fields.Length == plan.Children.Length:
                for (int i = 0; i < plan.Children.Length; i++)
                {
                    WriteElement(ordinal, plan.Children[i], fields[i], ref checksum);
                }

                break;
            case (FieldCoding.Vector, float[] numbers) when IsVectorOf(plan, OdpsTypeKind.Float, numbers.Length):
                WriteNumber((uint)numbers.Length);
                foreach (float number in numbers)
                {
                    WriteFloat(number, ref checksum);
                }

                break;
            case (FieldCoding.Vector, double[] numbers) when IsVectorOf(plan, OdpsTypeKind.Double, numbers.Length):
                WriteNumber((uint)numbers.Length);
                foreach (double number in numbers)
                {
                    WriteDouble(number, ref checksum);
                }

                break;
            default:
                // The conversion gives one of the types above, or refuses the value.
                WriteValue(ordinal, plan, SlotConversion.ToElement(Columns[ordinal], plan.Type, value)!, ref checksum);
                break;
        }
    }

    private void WriteMap(int ordinal, ValuePlan plan, ReadOnlySpan<KeyValuePair<object, object?>> entries, ref uint checksum)
    {
        WriteNumber((uint)entries.Length);
        foreach (KeyValuePair<object, object?> entry in entries)
        {
            WriteElement(ordinal, plan.Children[0], entry.Key, ref checksum);
        }

        WriteNumber((uint)entries.Length);
        foreach (KeyValuePair<object, object?> entry in entries)
        {
            WriteElement(ordinal, plan.Children[1], entry.Value, ref checksum);
        }
    }

    private void WriteElement(int ordinal, ValuePlan plan, object? element, ref uint checksum)
    {
        bool isNull = element is null or DBNull;
        WriteNumber(isNull ? 1u : 0u);
        if (!isNull)
        {
            WriteValue(ordinal, plan, element!, ref checksum);
        }
    }

    private static bool IsVectorOf(ValuePlan plan, OdpsTypeKind element, int length) =>
        plan.Children[0].Kind == element && ((VectorType)plan.Type).Dimension == length;

    private void WriteNumber(ulong value)
    {
        Grow(FixedField);
        _length += Varint.Write(ref MemoryMarshal.GetArrayDataReference(_buffer), _length, value);
    }

    private void WriteInteger(long value, ref uint checksum)
    {
        WriteNumber(Varint.ZigZag(value));
        checksum = Crc32C.Append(checksum, (ulong)value);
    }

    private void WriteSeconds(long seconds, int nanoseconds, ref uint checksum)
    {
        WriteNumber(Varint.ZigZag(seconds));
        WriteNumber(Varint.ZigZag(nanoseconds));
        checksum = Crc32C.Append(Crc32C.Append(checksum, (ulong)seconds), (uint)nanoseconds);
    }

    private void WriteFloat(float value, ref uint checksum)
    {
        Grow(FixedField);
        uint bits = BitConverter.SingleToUInt32Bits(value);
        Little.Write(ref MemoryMarshal.GetArrayDataReference(_buffer), _length, bits);
        _length += sizeof(uint);
        checksum = Crc32C.Append(checksum, bits);
    }

    private void WriteDouble(double value, ref uint checksum)
    {
        Grow(FixedField);
        ulong bits = BitConverter.DoubleToUInt64Bits(value);
        Little.Write(ref MemoryMarshal.GetArrayDataReference(_buffer), _length, bits);
        _length += sizeof(ulong);
        checksum = Crc32C.Append(checksum, bits);
    }

    private void WriteDecimalText(int ordinal, DecimalType type, string text, ref uint checksum)
    {
        Span<byte> ascii = stackalloc byte[LongestDecimal];
        WriteBytes(ordinal, ascii[..CheckDecimalText(ordinal, type, text, ascii)], ref checksum);
    }

    private void WriteDecimal(in OdpsDecimal value, ref uint checksum)
    {
        // The text has less than 128 bytes, so its length takes one.
        Grow(FixedField + OdpsDecimal.MaxTextLength);
        value.TryFormat(_buffer.AsSpan(_length + 1), out int length, default, null);
        _buffer[_length] = (byte)length;
        checksum = Crc32C.Append(checksum, ref _buffer[_length + 1], length);
        _length += 1 + length;
    }

    private void WriteBytes(int ordinal, ReadOnlySpan<byte> bytes, ref uint checksum)
    {
        CheckSize(ordinal, bytes.Length);
        WriteNumber((uint)bytes.Length);
        Grow(bytes.Length + FixedField);
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
        checksum = Crc32C.Append(checksum, bytes);
    }
}
