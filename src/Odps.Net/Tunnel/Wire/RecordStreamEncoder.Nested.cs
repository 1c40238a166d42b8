using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Odps.Net.Tunnel.Wire;

/// <content>Nested values, in the form in which a record keeps them: checked and of the .NET types of their MaxCompute types.</content>
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
        catch
        {
            // Nothing of the field may stay.
            _length = start;
            throw;
        }

        EndField(ordinal, plan, _length, checksum);
    }

    private void WriteValue(int ordinal, ValuePlan plan, object value, ref uint checksum)
    {
        switch (value)
        {
            case long number:
                WriteInteger(number, ref checksum);
                break;
            case int number:
                WriteInteger(number, ref checksum);
                break;
            case short number:
                WriteInteger(number, ref checksum);
                break;
            case sbyte number:
                WriteInteger(number, ref checksum);
                break;
            case bool flag:
                byte bit = flag ? (byte)1 : (byte)0;
                WriteNumber(bit);
                checksum = Crc32C.Append(checksum, bit);
                break;
            case float number:
                WriteFloat(number, ref checksum);
                break;
            case double number:
                WriteDouble(number, ref checksum);
                break;
            case DateOnly date:
                WriteInteger(EpochTime.ToDays(date), ref checksum);
                break;
            case DateTimeOffset time:
                WriteInteger(EpochTime.ToMilliseconds(time), ref checksum);
                break;
            case IntervalYearMonth months:
                WriteInteger(months.TotalMonths, ref checksum);
                break;
            case OdpsTimestamp time:
                WriteSeconds(time.Seconds, time.Nanoseconds, ref checksum);
                break;
            case OdpsTimestampNtz time:
                WriteSeconds(time.Seconds, time.Nanoseconds, ref checksum);
                break;
            case IntervalDayTime interval:
                WriteSeconds(interval.Seconds, interval.Nanoseconds, ref checksum);
                break;
            case string text:
                int most = MostUtf8Bytes(ordinal, text);
                Grow(most + FixedField);
                _length = EncodeText(ordinal, text, _length, most, ref checksum);
                break;
            case byte[] bytes:
                CheckSize(ordinal, bytes.Length);
                WriteNumber((uint)bytes.Length);
                WriteRaw(bytes, ref checksum);
                break;
            case OdpsDecimal number:
                Grow(FixedField + OdpsDecimal.MaxTextLength);
                number.TryFormat(_buffer.AsSpan(_length + 1), out int length, default, null);
                _buffer[_length] = (byte)length;
                checksum = Crc32C.Append(checksum, ref _buffer[_length + 1], length);
                _length += 1 + length;
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
            case (FieldCoding.Map, OdpsMap map):
                WriteNumber((uint)map.Count);
                foreach (KeyValuePair<object, object?> entry in map.Entries)
                {
                    WriteElement(ordinal, plan.Children[0], entry.Key, ref checksum);
                }

                WriteNumber((uint)map.Count);
                foreach (KeyValuePair<object, object?> entry in map.Entries)
                {
                    WriteElement(ordinal, plan.Children[1], entry.Value, ref checksum);
                }

                break;
            case (FieldCoding.Struct, OdpsStruct fields):
                for (int i = 0; i < plan.Children.Length; i++)
                {
                    WriteElement(ordinal, plan.Children[i], fields[i], ref checksum);
                }

                break;
            case (FieldCoding.Vector, float[] numbers):
                WriteNumber((uint)numbers.Length);
                foreach (float number in numbers)
                {
                    WriteFloat(number, ref checksum);
                }

                break;
            case (FieldCoding.Vector, double[] numbers):
                WriteNumber((uint)numbers.Length);
                foreach (double number in numbers)
                {
                    WriteDouble(number, ref checksum);
                }

                break;
            default:
                ThrowNotNested(ordinal, value);
                break;
        }
    }

    private void WriteElement(int ordinal, ValuePlan plan, object? element, ref uint checksum)
    {
        WriteNumber(element is null ? 1u : 0u);
        if (element is not null)
        {
            WriteValue(ordinal, plan, element, ref checksum);
        }
    }

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

    private void WriteRaw(ReadOnlySpan<byte> bytes, ref uint checksum)
    {
        Grow(bytes.Length + FixedField);
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
        checksum = Crc32C.Append(checksum, bytes);
    }

    [DoesNotReturn]
    private void ThrowNotNested(int ordinal, object value) =>
        throw RowFailed(ValueLimits.WrongType(Columns[ordinal], value, "a value of the form in which a record keeps this type"));
}
