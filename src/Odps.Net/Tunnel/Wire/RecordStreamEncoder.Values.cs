using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace Odps.Net.Tunnel.Wire;

/// <content>The values of a row: each is checked against its column, then written.</content>
internal sealed partial class RecordStreamEncoder
{
    /// <summary>Room for the text of a legacy DECIMAL: sign, point and 54 digits.</summary>
    private const int LongestDecimal = 64;

    public void SetNull(int ordinal)
    {
        ref readonly ColumnPlan plan = ref PlanOf(ordinal);
        if (plan.IsRequired)
        {
            ThrowIfUnusable();
            ThrowNull(ordinal);
        }

        if (ordinal <= _lastColumn)
        {
            // It may have been set before.
            BeginReordering();
            CloseField();
            _places![ordinal] = default;
        }
    }

    public void SetInt64(int ordinal, long value)
    {
        ref readonly ColumnPlan plan = ref PlanOf(ordinal);
        if (plan.Kind != OdpsTypeKind.BigInt)
        {
            CheckInteger(ordinal, value);
        }

        WriteInt64(ordinal, plan, value);
    }

    public void SetBoolean(int ordinal, bool value)
    {
        ref readonly ColumnPlan plan = ref Expect(ordinal, OdpsTypeKind.Boolean, "bool");
        int position = BeginField(ordinal, plan, FixedField, out uint checksum, out _);
        ref byte origin = ref MemoryMarshal.GetArrayDataReference(_buffer);
        byte bit = value ? (byte)1 : (byte)0;
        Unsafe.Add(ref origin, position) = bit;
        EndField(ordinal, plan, position + 1, Crc32C.Append(checksum, bit));
    }

    public void SetFloat(int ordinal, float value)
    {
        ref readonly ColumnPlan plan = ref PlanOf(ordinal);
        if (plan.Kind == OdpsTypeKind.Double)
        {
            SetDouble(ordinal, value);
            return;
        }

        Expect(ordinal, OdpsTypeKind.Float, "float");
        WriteFloat(ordinal, plan, BitConverter.SingleToUInt32Bits(value));
    }

    public void SetDouble(int ordinal, double value)
    {
        ref readonly ColumnPlan plan = ref Expect(ordinal, OdpsTypeKind.Double, "double");
        WriteDouble(ordinal, plan, BitConverter.DoubleToUInt64Bits(value));
    }

    public void SetString(int ordinal, ReadOnlySpan<char> value)
    {
        ref readonly ColumnPlan plan = ref PlanOf(ordinal);
        if (!_valuePlans[ordinal].IsText)
        {
            ThrowMismatch(ordinal, "string");
        }

        if (plan.Kind is OdpsTypeKind.Char or OdpsTypeKind.VarChar)
        {
            CheckLength(ordinal, value);
        }

        WriteText(ordinal, plan, value);
    }

    public void SetBytes(int ordinal, ReadOnlySpan<byte> value)
    {
        ref readonly ColumnPlan plan = ref PlanOf(ordinal);
        if (plan.Coding != FieldCoding.Bytes || plan.Kind == OdpsTypeKind.Decimal)
        {
            ThrowMismatch(ordinal, "bytes");
        }

        if (plan.Kind is OdpsTypeKind.Char or OdpsTypeKind.VarChar)
        {
            CheckLength(ordinal, value);
        }

        WriteBytes(ordinal, plan, value);
    }

    public void SetDecimal(int ordinal, in OdpsDecimal value)
    {
        ref readonly ColumnPlan plan = ref Expect(ordinal, OdpsTypeKind.Decimal, "decimal");
        CheckDecimal(ordinal, value);
        int position = BeginField(ordinal, plan, FixedField + OdpsDecimal.MaxTextLength, out uint checksum, out _);

        // The text has less than 128 bytes, so its length takes one.
        value.TryFormat(_buffer.AsSpan(position + 1), out int length, default, null);
        _buffer[position] = (byte)length;
        checksum = Crc32C.Append(checksum, ref _buffer[position + 1], length);
        EndField(ordinal, plan, position + 1 + length, checksum);
    }

    public void SetDate(int ordinal, DateOnly value)
    {
        ref readonly ColumnPlan plan = ref Expect(ordinal, OdpsTypeKind.Date, nameof(DateOnly));
        WriteInt64(ordinal, plan, EpochTime.ToDays(value));
    }

    public void SetDateTimeOffset(int ordinal, DateTimeOffset value)
    {
        ref readonly ColumnPlan plan = ref PlanOf(ordinal);
        if (plan.Kind == OdpsTypeKind.Timestamp)
        {
            SetTimestamp(ordinal, value);
            return;
        }

        Expect(ordinal, OdpsTypeKind.DateTime, nameof(DateTimeOffset));
        WriteInt64(ordinal, plan, EpochTime.ToMilliseconds(value));
    }

    public void SetDateTime(int ordinal, DateTime value)
    {
        if (PlanOf(ordinal).Kind == OdpsTypeKind.TimestampNtz)
        {
            SetTimestampNtz(ordinal, OdpsTimestampNtz.FromDateTime(value));
            return;
        }

        if (PlanOf(ordinal).Kind is not (OdpsTypeKind.DateTime or OdpsTypeKind.Timestamp))
        {
            ThrowMismatch(ordinal, nameof(DateTime));
        }

        SetDateTimeOffset(ordinal, ToInstant(ordinal, value));
    }

    public void SetTimestamp(int ordinal, OdpsTimestamp value)
    {
        ref readonly ColumnPlan plan = ref Expect(ordinal, OdpsTypeKind.Timestamp, nameof(OdpsTimestamp));
        WriteSeconds(ordinal, plan, value.Seconds, value.Nanoseconds);
    }

    public void SetTimestampNtz(int ordinal, OdpsTimestampNtz value)
    {
        ref readonly ColumnPlan plan = ref Expect(ordinal, OdpsTypeKind.TimestampNtz, nameof(OdpsTimestampNtz));
        WriteSeconds(ordinal, plan, value.Seconds, value.Nanoseconds);
    }

    public void SetIntervalDayTime(int ordinal, IntervalDayTime value)
    {
        ref readonly ColumnPlan plan = ref Expect(ordinal, OdpsTypeKind.IntervalDayTime, nameof(IntervalDayTime));
        WriteSeconds(ordinal, plan, value.Seconds, value.Nanoseconds);
    }

    public void SetIntervalYearMonth(int ordinal, IntervalYearMonth value)
    {
        ref readonly ColumnPlan plan = ref Expect(ordinal, OdpsTypeKind.IntervalYearMonth, nameof(IntervalYearMonth));
        WriteInt64(ordinal, plan, value.TotalMonths);
    }

    /// <summary>A value of the .NET type of the column; see <see cref="SlotConversion"/>.</summary>
    public void SetValue(int ordinal, object? value)
    {
        ref readonly ColumnPlan plan = ref PlanOf(ordinal);
        ThrowIfUnusable();
        if (value is DateTime time)
        {
            SetDateTime(ordinal, time);
            return;
        }

        if (plan.Coding >= FieldCoding.Array && value is not (null or DBNull))
        {
            SetNested(ordinal, value);
            return;
        }

        RecordSlot slot;
        try
        {
            slot = SlotConversion.ToSlot(Columns[ordinal], value);
        }
        catch (OdpsDataException e)
        {
            throw RowFailed(e);
        }

        SetSlot(ordinal, slot);
    }

    /// <summary>A value of a record.</summary>
    public void SetSlot(int ordinal, in RecordSlot slot)
    {
        ref readonly ColumnPlan plan = ref PlanOf(ordinal);
        if (slot.IsNull)
        {
            SetNull(ordinal);
            return;
        }

        switch (plan.Coding)
        {
            case FieldCoding.Int64:
                CheckSlot(ordinal, plan.Kind, slot.Bits);
                WriteInt64(ordinal, plan, slot.Bits);
                break;
            case FieldCoding.Int32 or FieldCoding.Int16 or FieldCoding.Int8:
                CheckInteger(ordinal, slot.Bits);
                WriteInt64(ordinal, plan, slot.Bits);
                break;
            case FieldCoding.Boolean:
                SetBoolean(ordinal, slot.Bits != 0);
                break;
            case FieldCoding.Float:
                WriteFloat(ordinal, plan, BitConverter.SingleToUInt32Bits(slot.AsFloat));
                break;
            case FieldCoding.Double:
                WriteDouble(ordinal, plan, (ulong)slot.Bits);
                break;
            case FieldCoding.Bytes when slot.Reference is DecimalScale scale:
                SetDecimal(ordinal, OdpsDecimal.FromBits(slot.Bits, scale.Digits));
                break;
            default:
                SetObject(ordinal, slot.Reference!);
                break;
        }
    }

    /// <summary>Writes a row whole, or nothing of it.</summary>
    public void WriteRecord(ReadOnlySpan<RecordSlot> slots)
    {
        ThrowIfUnusable();
        bool isWritten = false;
        try
        {
            for (int i = 0; i < slots.Length; i++)
            {
                if (!slots[i].IsNull)
                {
                    SetSlot(i, slots[i]);
                }
            }

            EndRow();
            isWritten = true;
        }
        finally
        {
            if (!isWritten)
            {
                DiscardRow();
            }
        }
    }

    private void SetObject(int ordinal, object value)
    {
        switch (value)
        {
            case string text when _plans[ordinal].Kind == OdpsTypeKind.Decimal:
                SetDecimalText(ordinal, text);
                break;
            case string text:
                SetString(ordinal, text);
                break;
            case byte[] bytes:
                SetBytes(ordinal, bytes);
                break;
            case OdpsDecimal number:
                SetDecimal(ordinal, number);
                break;
            case OdpsTimestamp time:
                SetTimestamp(ordinal, time);
                break;
            case OdpsTimestampNtz time:
                SetTimestampNtz(ordinal, time);
                break;
            case IntervalDayTime interval:
                SetIntervalDayTime(ordinal, interval);
                break;
            default:
                SetNested(ordinal, value);
                break;
        }
    }

    private void SetDecimalText(int ordinal, string text)
    {
        Span<byte> ascii = stackalloc byte[LongestDecimal];
        WriteBytes(ordinal, _plans[ordinal], ascii[..CheckDecimalText(ordinal, (DecimalType)Columns[ordinal].Type, text, ascii)]);
    }

    /// <summary>A legacy DECIMAL of more digits than <see cref="OdpsDecimal"/> has, as a reader gave it; the result is the number of its bytes.</summary>
    private int CheckDecimalText(int ordinal, DecimalType type, string text, Span<byte> ascii)
    {
        if (!type.IsLegacy
            || text.Length > ascii.Length
            || Ascii.FromUtf16(text, ascii, out int length) != OperationStatus.Done
            || !OdpsDecimal.IsNumber<byte>(ascii[..length]))
        {
            throw RowFailed(ValueLimits.OutOfRange(Columns[ordinal], text, $"it is not a number of type {type}"));
        }

        return length;
    }

    private void WriteInt64(int ordinal, in ColumnPlan plan, long value)
    {
        int position = BeginField(ordinal, plan, FixedField, out uint checksum, out _);
        position += Varint.Write(ref MemoryMarshal.GetArrayDataReference(_buffer), position, Varint.ZigZag(value));
        EndField(ordinal, plan, position, Crc32C.Append(checksum, (ulong)value));
    }

    private void WriteFloat(int ordinal, in ColumnPlan plan, uint bits)
    {
        int position = BeginField(ordinal, plan, FixedField, out uint checksum, out _);
        Little.Write(ref MemoryMarshal.GetArrayDataReference(_buffer), position, bits);
        EndField(ordinal, plan, position + sizeof(uint), Crc32C.Append(checksum, bits));
    }

    private void WriteDouble(int ordinal, in ColumnPlan plan, ulong bits)
    {
        int position = BeginField(ordinal, plan, FixedField, out uint checksum, out _);
        Little.Write(ref MemoryMarshal.GetArrayDataReference(_buffer), position, bits);
        EndField(ordinal, plan, position + sizeof(ulong), Crc32C.Append(checksum, bits));
    }

    private void WriteSeconds(int ordinal, in ColumnPlan plan, long seconds, int nanoseconds)
    {
        int position = BeginField(ordinal, plan, FixedField, out uint checksum, out _);
        ref byte origin = ref MemoryMarshal.GetArrayDataReference(_buffer);
        position += Varint.Write(ref origin, position, Varint.ZigZag(seconds));
        position += Varint.Write(ref origin, position, Varint.ZigZag(nanoseconds));
        checksum = Crc32C.Append(Crc32C.Append(checksum, (ulong)seconds), (uint)nanoseconds);
        EndField(ordinal, plan, position, checksum);
    }

    private void WriteBytes(int ordinal, in ColumnPlan plan, ReadOnlySpan<byte> value)
    {
        CheckSize(ordinal, value.Length);
        int position = BeginField(ordinal, plan, value.Length + FixedField, out uint checksum, out _);
        position += Varint.Write(ref MemoryMarshal.GetArrayDataReference(_buffer), position, (uint)value.Length);
        value.CopyTo(_buffer.AsSpan(position));
        EndField(ordinal, plan, position + value.Length, Crc32C.Append(checksum, value));
    }

    private void WriteText(int ordinal, in ColumnPlan plan, ReadOnlySpan<char> value)
    {
        int most = MostUtf8Bytes(ordinal, value);
        int start = BeginField(ordinal, plan, most + FixedField, out uint checksum, out _);
        int end = EncodeText(ordinal, value, start, most, ref checksum);
        EndField(ordinal, plan, end, checksum);
    }

    /// <summary>Room for a text: three bytes for each character where that is little, otherwise what it takes.</summary>
    private int MostUtf8Bytes(int ordinal, ReadOnlySpan<char> value)
    {
        if (value.Length <= 16 * 1024)
        {
            return value.Length * 3;
        }

        CheckSize(ordinal, value.Length);
        return Encoding.UTF8.GetByteCount(value);
    }

    /// <summary>Writes length and bytes of a text and gives the place behind them.</summary>
    private int EncodeText(int ordinal, ReadOnlySpan<char> value, int start, int most, ref uint checksum)
    {
        // The length comes first; its size is right for ASCII, and the bytes are moved when they turn out to be more.
        int lengthSize = Varint.Length((uint)value.Length);
        int position = start + lengthSize;
        if (Utf8.FromUtf16(value, _buffer.AsSpan(position, most), out int read, out int length, replaceInvalidSequences: false) != OperationStatus.Done)
        {
            ThrowBadText(ordinal, read);
        }

        CheckSize(ordinal, length);
        int realLengthSize = Varint.Length((uint)length);
        if (realLengthSize != lengthSize)
        {
            _buffer.AsSpan(position, length).CopyTo(_buffer.AsSpan(start + realLengthSize));
            position = start + realLengthSize;
        }

        WriteLength(start, realLengthSize, (uint)length);
        checksum = Crc32C.Append(checksum, _buffer.AsSpan(position, length));
        return position + length;
    }

    /// <summary>Writes a length whose bytes are followed by what is already there.</summary>
    private void WriteLength(int position, int size, uint length)
    {
        for (int i = 1; i < size; i++, length >>= 7)
        {
            _buffer[position++] = (byte)(length | 0x80);
        }

        _buffer[position] = (byte)length;
    }

    /// <summary>Begins a field: room, tag and column number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int BeginField(int ordinal, in ColumnPlan plan, int count, out uint checksum, out int start)
    {
        ref byte origin = ref BeginField(ordinal, count);
        start = _length;
        Little.Write(ref origin, start, plan.TagBytes);
        checksum = Crc32C.Append(_rowChecksum, (uint)ordinal + 1);
        return start + plan.TagLength;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref readonly ColumnPlan PlanOf(int ordinal)
    {
        if ((uint)ordinal >= (uint)_valuePlans.Length)
        {
            RowErrors.ThrowOrdinal(ordinal, _valuePlans.Length);
        }

        return ref _plans[ordinal];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref readonly ColumnPlan Expect(int ordinal, OdpsTypeKind kind, string given)
    {
        ref readonly ColumnPlan plan = ref PlanOf(ordinal);
        if (plan.Kind != kind)
        {
            ThrowMismatch(ordinal, given);
        }

        return ref plan;
    }
}
