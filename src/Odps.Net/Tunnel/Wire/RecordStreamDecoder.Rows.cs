using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Odps.Net.Tunnel.Wire;

/// <content>The loop over the fields of a row.</content>
internal sealed partial class RecordStreamDecoder
{
    private enum Step
    {
        /// <summary>A field was read.</summary>
        Field,

        /// <summary>The end of the row was read.</summary>
        Row,

        /// <summary>More bytes are needed, or the footer has come (and the phase has changed).</summary>
        Stop,
    }

    private void BeginRow()
    {
        _stamp = NoRow;
        _isInRow = true;
        _rowStart = _position;
        if (++_rowStamp == NoRow)
        {
            // After so many rows a column that was NULL all the time would look as if it were of this row.
            foreach (ref FieldSlot slot in _slots.AsSpan())
            {
                slot.Value = default;
            }

            _rowStamp = 1;
        }
    }

    /// <summary>Reads fields until the end of the row; the result is whether it was there. Otherwise more bytes are needed, or the footer has come.</summary>
    private bool ScanRow()
    {
        Step step;
        do
        {
            step = TryReadUsualRow() ? Step.Row : ScanField();
        }
        while (step == Step.Field);
        return step == Step.Row;
    }

    /// <summary>
    /// Reads the fields of the row as long as they are complete, well formed and not nested; the result is whether the end of the row was among
    /// them. At any other field it stops, so that <see cref="ScanField"/> tells what is to be done; it throws nothing. Few variables live through
    /// the loop, so that the processor's registers hold all of them; that is worth a third of the time.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public bool TryReadUsualRow()
    {
        if (!_isInRow)
        {
            if (_phase != Phase.Rows)
            {
                return false;
            }

            BeginRow();
        }

        ref byte at = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_buffer), _position);
        ref byte limit = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_buffer), _end);
        ref FieldSlot slot = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_slots), _nextColumn);
        uint checksum = _rowChecksum;
        while (true)
        {
            uint word = Little.ReadUInt32(ref at, 0);
            if ((word & slot.Plan.TagMask) != slot.Plan.TagBytes)
            {
                // NULL columns were left out, or the fields are not in order.
                slot = ref FindSlot(word);
                if ((word & slot.Plan.TagMask) != slot.Plan.TagBytes)
                {
                    break;
                }
            }

            ref byte next = ref Unsafe.Add(ref at, (nint)slot.Plan.TagLength);
            FieldCoding coding = slot.Plan.Coding;
            if (coding == FieldCoding.Double)
            {
                ulong bits = Little.ReadUInt64(ref next, 0);
                next = ref Unsafe.Add(ref next, sizeof(ulong));
                if (Unsafe.IsAddressGreaterThan(ref next, ref limit))
                {
                    break;
                }

                checksum = Crc32C.Append(Crc32C.Append(checksum, slot.Plan.Number), bits);
                slot.Value.Bits = (long)bits;
            }
            else if (coding == FieldCoding.Bytes)
            {
                ulong length = Varint.ReadAt(ref next, out nint numberLength);
                next = ref Unsafe.Add(ref next, numberLength);
                if (numberLength == 0 || (long)length > (long)Unsafe.ByteOffset(ref next, ref limit) || length > (ulong)_maxFieldBytes)
                {
                    break;
                }

                checksum = Crc32C.Append(Crc32C.Append(checksum, slot.Plan.Number), ref next, (int)length);
                slot.Value.Bits = Unsafe.ByteOffset(ref MemoryMarshal.GetArrayDataReference(_buffer), ref next) - _rowStart;
                slot.Value.Extra = (int)length;
                next = ref Unsafe.Add(ref next, (nint)length);
            }
            else if (coding <= FieldCoding.Boolean)
            {
                ulong zigZag = Varint.ReadAt(ref next, out nint numberLength);
                next = ref Unsafe.Add(ref next, numberLength);
                if (numberLength == 0 || Unsafe.IsAddressGreaterThan(ref next, ref limit))
                {
                    break;
                }

                if (coding == FieldCoding.Int64)
                {
                    long number = Varint.UnZigZag(zigZag);
                    checksum = Crc32C.Append(Crc32C.Append(checksum, slot.Plan.Number), (ulong)number);
                    slot.Value.Bits = number;
                }
                else if (coding == FieldCoding.EndOfRecord)
                {
                    if ((uint)zigZag != Crc32C.Finish(checksum))
                    {
                        break;
                    }

                    EndRow((int)Unsafe.ByteOffset(ref MemoryMarshal.GetArrayDataReference(_buffer), ref next), (uint)zigZag);
                    return true;
                }
                else if (coding == FieldCoding.Boolean)
                {
                    if (zigZag > 1)
                    {
                        break;
                    }

                    checksum = Crc32C.Append(Crc32C.Append(checksum, slot.Plan.Number), (byte)zigZag);
                    slot.Value.Bits = (long)zigZag;
                }
                else
                {
                    long number = Varint.UnZigZag(zigZag);
                    if (number != Narrow(coding, number))
                    {
                        break;
                    }

                    checksum = Crc32C.Append(Crc32C.Append(checksum, slot.Plan.Number), (ulong)number);
                    slot.Value.Bits = number;
                }
            }
            else if (coding == FieldCoding.SecondsAndNanoseconds)
            {
                long seconds = Varint.UnZigZag(Varint.ReadAt(ref next, out nint secondsLength));
                next = ref Unsafe.Add(ref next, secondsLength);
                long nanoseconds = Varint.UnZigZag(Varint.ReadAt(ref next, out nint nanosecondsLength));
                next = ref Unsafe.Add(ref next, nanosecondsLength);
                if (secondsLength == 0 || nanosecondsLength == 0 || nanoseconds != (int)nanoseconds || Unsafe.IsAddressGreaterThan(ref next, ref limit))
                {
                    break;
                }

                checksum = Crc32C.Append(Crc32C.Append(checksum, slot.Plan.Number), (ulong)seconds);
                checksum = Crc32C.Append(checksum, (uint)nanoseconds);
                slot.Value.Bits = seconds;
                slot.Value.Extra = (int)nanoseconds;
            }
            else if (coding == FieldCoding.Float)
            {
                uint bits = Little.ReadUInt32(ref next, 0);
                next = ref Unsafe.Add(ref next, sizeof(uint));
                if (Unsafe.IsAddressGreaterThan(ref next, ref limit))
                {
                    break;
                }

                checksum = Crc32C.Append(Crc32C.Append(checksum, slot.Plan.Number), bits);
                slot.Value.Bits = bits;
            }
            else
            {
                break;
            }

            slot.Value.Stamp = _rowStamp;
            slot = ref Unsafe.Add(ref slot, 1);
            at = ref next;
        }

        _position = (int)Unsafe.ByteOffset(ref MemoryMarshal.GetArrayDataReference(_buffer), ref at);
        _nextColumn = (int)(Unsafe.ByteOffset(ref MemoryMarshal.GetArrayDataReference(_slots), ref slot) / Unsafe.SizeOf<FieldSlot>());
        _rowChecksum = checksum;
        return false;
    }

    /// <summary>The slot to which a tag of one or two bytes belongs, or that of the end of a record.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref FieldSlot FindSlot(uint word)
    {
        uint number = (word & 0x80) == 0 ? (word & 0x7F) >> 3 : ((word & 0x7F) | ((word >> 1) & 0x3F80)) >> 3;
        int last = _slots.Length - 1;
        int index = word == ControlField.EndOfRecordBytes || number - 1 > (uint)last ? last : (int)number - 1;
        return ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_slots), index);
    }

    private void EndRow(int position, uint checksum)
    {
        _streamChecksum = Crc32C.Append(_streamChecksum, checksum);
        _rowChecksum = Crc32C.Start;
        _nextColumn = 0;
        _position = position;
        _isInRow = false;
        _stamp = _rowStamp;
        RowsRead++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static long Narrow(FieldCoding coding, long number) => coding switch
    {
        FieldCoding.Int32 => (int)number,
        FieldCoding.Int16 => (short)number,
        FieldCoding.Int8 => (sbyte)number,
        _ => number,
    };
}
