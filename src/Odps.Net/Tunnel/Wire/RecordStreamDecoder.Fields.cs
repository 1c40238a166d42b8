using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Odps.Net.Tunnel.Wire;

/// <content>One field of any kind, with every check and every error.</content>
internal sealed partial class RecordStreamDecoder
{
    /// <summary>Reads one field, of whatever kind, or says what is wrong with it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Step ScanField()
    {
        nint field = _position;
        nint position = field;
        if (!TryReadTag(ref position))
        {
            return Step.Stop;
        }

        int column = _nextColumn;
        ref FieldSlot slot = ref _slots[column];
        ref byte origin = ref MemoryMarshal.GetArrayDataReference(_buffer);
        uint checksum = slot.Plan.Coding == FieldCoding.EndOfRecord ? _rowChecksum : Crc32C.Append(_rowChecksum, slot.Plan.Number);
        switch (slot.Plan.Coding)
        {
            case FieldCoding.EndOfRecord:
            {
                ulong found = Varint.Read(ref origin, ref position);
                if (!IsRead(position, field, column))
                {
                    return Step.Stop;
                }

                checksum = Crc32C.Finish(checksum);
                if ((uint)found != checksum)
                {
                    ThrowRowChecksum(field, checksum, (uint)found);
                }

                EndRow((int)position, checksum);
                return Step.Row;
            }

            case FieldCoding.Int64 or FieldCoding.Int32 or FieldCoding.Int16 or FieldCoding.Int8:
            {
                long number = Varint.UnZigZag(Varint.Read(ref origin, ref position));
                if (!IsRead(position, field, column))
                {
                    return Step.Stop;
                }

                if (number != Narrow(slot.Plan.Coding, number))
                {
                    ThrowIntegerRange(field, Columns[column], ValuePlans[column].Type.Name, number);
                }

                checksum = Crc32C.Append(checksum, (ulong)number);
                slot.Value.Bits = number;
                break;
            }

            case FieldCoding.Boolean:
            {
                ulong flag = Varint.Read(ref origin, ref position);
                if (!IsRead(position, field, column))
                {
                    return Step.Stop;
                }

                if (flag > 1)
                {
                    ThrowAt(field, Columns[column], $"0 or 1 expected for a BOOLEAN, {flag} found");
                }

                checksum = Crc32C.Append(checksum, (byte)flag);
                slot.Value.Bits = (long)flag;
                break;
            }

            case FieldCoding.Float:
            {
                uint bits = Little.ReadUInt32(ref origin, position);
                position += sizeof(uint);
                if (position > _end)
                {
                    return Step.Stop;
                }

                checksum = Crc32C.Append(checksum, bits);
                slot.Value.Bits = bits;
                break;
            }

            case FieldCoding.Double:
            {
                ulong bits = Little.ReadUInt64(ref origin, position);
                position += sizeof(ulong);
                if (position > _end)
                {
                    return Step.Stop;
                }

                checksum = Crc32C.Append(checksum, bits);
                slot.Value.Bits = (long)bits;
                break;
            }

            case FieldCoding.Bytes:
            {
                ulong length = Varint.Read(ref origin, ref position);
                if (!IsRead(position, field, column))
                {
                    return Step.Stop;
                }

                CheckLength(field, column, length);
                if (length > (ulong)(_end - position))
                {
                    _neededEnd = (int)Math.Min(position + (long)length, int.MaxValue);
                    return Step.Stop;
                }

                checksum = Crc32C.Append(checksum, ref Unsafe.Add(ref origin, position), (int)length);
                slot.Value.Bits = position - _rowStart;
                slot.Value.Extra = (int)length;
                position += (nint)length;
                break;
            }

            case FieldCoding.SecondsAndNanoseconds:
            {
                long seconds = Varint.UnZigZag(Varint.Read(ref origin, ref position));
                if (!IsRead(position, field, column))
                {
                    return Step.Stop;
                }

                long nanoseconds = Varint.UnZigZag(Varint.Read(ref origin, ref position));
                if (!IsRead(position, field, column))
                {
                    return Step.Stop;
                }

                if (nanoseconds != (int)nanoseconds)
                {
                    ThrowIntegerRange(field, Columns[column], "nanoseconds of 32 bits", nanoseconds);
                }

                checksum = Crc32C.Append(Crc32C.Append(checksum, (ulong)seconds), (uint)nanoseconds);
                slot.Value.Bits = seconds;
                slot.Value.Extra = (int)nanoseconds;
                break;
            }

            default:
            {
                nint start = position;
                var scanner = new NestedScanner(this, ref origin, _end, field, column, _maxFieldBytes);
                position = scanner.Scan(ValuePlans[column], position, ref checksum);
                if (position < 0)
                {
                    nint scanned = _end - field;
                    _neededEnd = (int)Math.Min(Math.Max(scanner.NeededEnd, _end + (scanned >= LargeField ? scanned / 4 : 1)), int.MaxValue);
                    return Step.Stop;
                }

                slot.Value.Bits = start - _rowStart;
                slot.Value.Extra = (int)(position - start);
                break;
            }
        }

        slot.Value.Stamp = _rowStamp;
        _rowChecksum = checksum;
        _position = (int)position;
        _nextColumn = column + 1;
        return Step.Field;
    }

    /// <summary>Reads a tag and makes its column the next one; false when the tag is not complete or announces the footer.</summary>
    private bool TryReadTag(ref nint position)
    {
        nint field = position;
        ulong tag = Varint.Read(ref MemoryMarshal.GetArrayDataReference(_buffer), ref position);
        if (position < 0 || tag > uint.MaxValue)
        {
            ThrowAt(field, null, "a field number expected, a number of more than 32 bits found");
        }

        if (position > _end)
        {
            return false;
        }

        int last = _slots.Length - 1;
        uint column = ((uint)tag >> 3) - 1;
        if (column >= (uint)(_sent?.Length ?? last))
        {
            if (tag == ControlField.Tag(ControlField.RecordCount) && field == _rowStart)
            {
                _phase = Phase.Footer;
                return false;
            }

            if (tag != ControlField.Tag(ControlField.EndOfRecord))
            {
                ThrowUnknownField(field, (uint)tag);
            }

            column = (uint)last;
        }
        else if (_sent is not null)
        {
            column = (uint)_sent[column];
        }

        if (tag != _slots[column].Plan.Tag)
        {
            ThrowWireType(field, (int)column, (uint)tag & 7);
        }

        _nextColumn = (int)column;
        return true;
    }

    /// <summary>Whether a number was complete, told by the place behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsRead(nint position, nint field, int column)
    {
        if (position < 0)
        {
            ThrowLongNumber(field, column);
        }

        return position <= _end;
    }
}
