using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Odps.Net.Tunnel.Wire;

/// <summary>
/// Decodes a record stream row by row out of one pooled buffer: framing, checksums and the values of the current row. A row is handed out after
/// its checksum was verified, and the end only after the footer was. Not thread-safe.
/// </summary>
/// <remarks>
/// <para>The bytes behind <c>_end</c> are zeros for at least <see cref="Slack"/> bytes, so that numbers are read without asking first whether
/// they are complete: one that is not ends in the zeros, beyond the end, and one comparison after the field tells. Whatever looks wrong is therefore
/// an error only when it ended before the end.</para>
/// <para>A row that is not complete is taken up again at its first incomplete field when more bytes are there.</para>
/// </remarks>
internal sealed partial class RecordStreamDecoder : IAsyncDisposable
{
    /// <summary>How far a field without a length may be read past the end: a tag, two varints and eight bytes more.</summary>
    private const int Slack = 40;

    /// <summary>No value carries this stamp.</summary>
    private const uint NoRow = uint.MaxValue;

    /// <summary>An incomplete field of this size or more waits for more than the next byte, so that it is not looked through for each of many.</summary>
    private const int LargeField = 32 * 1024;

    private readonly Stream _stream;
    private readonly RecordStreamOptions _options;
    private ColumnPlan[] _plans;
    private FieldValue[] _values;
    private byte[] _buffer;
    private Phase _phase = Phase.Rows;
    private bool _endOfStream;

    // Places in the buffer. The offset of the buffer's first byte in the stream is _bufferOffset.
    private long _bufferOffset;
    private int _rowStart;
    private int _position;
    private int _end;
    private int _neededEnd;

    // The state of the row.
    private bool _isInRow;
    private int _nextColumn;
    private uint _rowChecksum = Crc32C.Start;
    private uint _streamChecksum = Crc32C.Start;

    // The stamp of the row that is being read, and the stamp of the row on which the decoder stands.
    private uint _rowStamp;
    private uint _stamp = NoRow;

    public RecordStreamDecoder(Stream stream, ColumnCollection columns, RecordStreamOptions options)
    {
        _stream = stream;
        _options = options;
        SetColumns(columns);
        _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(options.BufferSize, 2 * Slack));
        _buffer.AsSpan(0, Slack).Clear();
    }

    private enum Phase
    {
        Schema,
        Rows,
        Footer,
        EndOfStream,
        Finished,
        Failed,
        Disposed,
    }

    public ColumnCollection Columns { get; private set; }

    public ValuePlan[] ValuePlans { get; private set; }

    /// <summary>The values of the current row; see <see cref="FieldValue"/>.</summary>
    public ReadOnlySpan<FieldValue> Values => _values;

    /// <summary>The stamp of the values that belong to the current row.</summary>
    public uint Stamp => _stamp;

    /// <summary>Whether the decoder stands on a row.</summary>
    public bool HasRow => _stamp != NoRow;

    /// <summary>The rows that were decoded and verified.</summary>
    public long RowsRead { get; private set; }

    /// <summary>The number of the current row, from zero.</summary>
    public long CurrentRow => RowsRead - 1;

    /// <summary>The server's metrics, once the footer was read.</summary>
    public TunnelMetrics? Metrics { get; private set; }

    /// <summary>The place in the stream: behind the last thing that was read.</summary>
    public long Offset => _bufferOffset + _position;

    public TimeZoneInfo? TimeZone => _options.TimeZone;

    /// <summary>The coding of a column's type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FieldCoding Coding(int ordinal) => _plans[ordinal].Coding;

    /// <summary>The kind of a column's type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public OdpsTypeKind Kind(int ordinal) => _plans[ordinal].Kind;

    /// <summary>The bytes of a value of the current row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Bytes(in FieldValue value) => new(_buffer, _rowStart + (int)value.Bits, value.Extra);

    /// <summary>Goes to the next row if it is in the buffer, or to the end. The result is whether that was possible without more bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryMoveNext() => _phase == Phase.Rows ? ScanRow() || (_phase != Phase.Rows && TryFinish()) : TryFinish();

    /// <summary>Goes to the next row; false at the verified end.</summary>
    public ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<bool>(cancellationToken);
        }

        return TryMoveNext() ? new ValueTask<bool>(HasRow) : MoveNextSlowAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_phase == Phase.Disposed)
        {
            return;
        }

        _phase = Phase.Disposed;
        _stamp = NoRow;
        byte[] buffer = _buffer;
        _buffer = [];
        ArrayPool<byte>.Shared.Return(buffer);
        if (!_options.LeaveOpen)
        {
            await _stream.DisposeAsync().ConfigureAwait(false);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> MoveNextSlowAsync(CancellationToken cancellationToken)
    {
        do
        {
            await FillAsync(cancellationToken).ConfigureAwait(false);
        }
        while (!TryMoveNext());
        return HasRow;
    }

    /// <summary>Brings more bytes into the buffer: at least one, or notes the end of the stream.</summary>
    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (_endOfStream)
        {
            ThrowTruncated();
        }

        do
        {
            MakeRoom();
            int count = await _stream.ReadAsync(_buffer.AsMemory(_end, _buffer.Length - Slack - _end), cancellationToken).ConfigureAwait(false);
            _endOfStream = count == 0;
            _end += count;
            _buffer.AsSpan(_end, Slack).Clear();
        }
        while (_end < _neededEnd && !_endOfStream);
        _neededEnd = 0;
    }

    /// <summary>Moves the current row to the start of the buffer; a buffer that the row fills is doubled, so that it never outgrows what has arrived by more.</summary>
    private void MakeRoom()
    {
        int used = _end - _rowStart;
        if (used >= _options.MaxRowBytes)
        {
            ThrowRowTooLarge();
        }

        byte[] source = _buffer;
        if (used >= source.Length - (2 * Slack))
        {
            _buffer = ArrayPool<byte>.Shared.Rent(source.Length * 2);
        }

        if (_rowStart > 0 || !ReferenceEquals(source, _buffer))
        {
            source.AsSpan(_rowStart, used).CopyTo(_buffer);
            _bufferOffset += _rowStart;
            _position -= _rowStart;
            _neededEnd -= _rowStart;
            _end = used;
            _rowStart = 0;
        }

        if (!ReferenceEquals(source, _buffer))
        {
            ArrayPool<byte>.Shared.Return(source);
        }
    }

    [MemberNotNull(nameof(Columns), nameof(ValuePlans), nameof(_plans), nameof(_values))]
    private void SetColumns(ColumnCollection columns)
    {
        Columns = columns;
        ValuePlans = [.. columns.Select(ValuePlan.Of)];
        _plans = ColumnPlan.Of(columns, ValuePlans);
        _values = new FieldValue[columns.Count];
    }

    private void BeginRow()
    {
        _stamp = NoRow;
        _isInRow = true;
        _rowStart = _position;
        if (++_rowStamp == NoRow)
        {
            // After so many rows a column that was NULL all the time would look as if it were of this row.
            Array.Clear(_values);
            _rowStamp = 1;
        }
    }

    /// <summary>
    /// Reads fields until the end of the row; the result is whether it was there. Without it, either more bytes are needed or the footer has come
    /// (and the phase has changed).
    /// </summary>
    private bool ScanRow()
    {
        if (!_isInRow)
        {
            BeginRow();
        }

        ref byte origin = ref MemoryMarshal.GetArrayDataReference(_buffer);
        ref ColumnPlan plans = ref MemoryMarshal.GetArrayDataReference(_plans);
        ref FieldValue values = ref MemoryMarshal.GetArrayDataReference(_values);
        uint columnCount = (uint)_values.Length;
        uint stamp = _rowStamp;
        nint end = _end;
        nint position = _position;
        uint checksum = _rowChecksum;
        uint column = (uint)_nextColumn;
        nint field;
        uint fieldChecksum;
        while (true)
        {
            field = position;
            fieldChecksum = checksum;
            uint word = Little.ReadUInt32(ref origin, position);
            ref ColumnPlan plan = ref Unsafe.Add(ref plans, column);
            if ((word & plan.TagMask) == plan.TagBytes)
            {
                position += plan.TagLength;
            }
            else if (word == ControlField.EndOfRecordBytes)
            {
                position += ControlField.TagLength;
                column = columnCount;
                plan = ref Unsafe.Add(ref plans, columnCount);
            }
            else
            {
                // NULL columns were left out, or the fields are not in order.
                uint tag = word & 0x7F;
                if ((word & 0x80) == 0)
                {
                    position += 1;
                }
                else if ((word & 0x8000) == 0)
                {
                    tag |= (word >> 1) & 0x3F80;
                    position += 2;
                }
                else
                {
                    ulong longTag = Varint.Read(ref origin, ref position);
                    if (longTag > uint.MaxValue || position < 0)
                    {
                        ThrowAt(field, null, "a field number expected, a number of more than 32 bits found");
                    }

                    tag = (uint)longTag;
                }

                if (position > end)
                {
                    goto Incomplete;
                }

                column = (tag >> 3) - 1;
                if (column >= columnCount)
                {
                    if (tag == ControlField.Tag(ControlField.RecordCount) && field == _rowStart)
                    {
                        _phase = Phase.Footer;
                        goto Incomplete;
                    }

                    if (tag != ControlField.Tag(ControlField.EndOfRecord))
                    {
                        ThrowUnknownField(field, tag);
                    }

                    column = columnCount;
                }

                plan = ref Unsafe.Add(ref plans, column);
                if (tag != plan.Tag)
                {
                    ThrowWireType(field, (int)column, tag & 7);
                }
            }

            if (plan.Coding == FieldCoding.Int64)
            {
                long number = Varint.UnZigZag(Varint.Read(ref origin, ref position));
                if ((nuint)position > (nuint)end)
                {
                    goto NotNumber;
                }

                column++;
                checksum = Crc32C.Append(Crc32C.Append(checksum, column), (ulong)number);
                ref FieldValue value = ref Unsafe.Add(ref values, column - 1);
                value.Bits = number;
                value.Stamp = stamp;
                continue;
            }

            switch (plan.Coding)
            {
                case FieldCoding.Double:
                {
                    ulong bits = Little.ReadUInt64(ref origin, position);
                    position += sizeof(ulong);
                    if (position > end)
                    {
                        goto Incomplete;
                    }

                    column++;
                    checksum = Crc32C.Append(Crc32C.Append(checksum, column), bits);
                    ref FieldValue value = ref Unsafe.Add(ref values, column - 1);
                    value.Bits = (long)bits;
                    value.Stamp = stamp;
                    continue;
                }

                case FieldCoding.Bytes:
                {
                    ulong length = Varint.Read(ref origin, ref position);
                    if ((nuint)position > (nuint)end)
                    {
                        goto NotNumber;
                    }

                    if (length > (ulong)(end - position))
                    {
                        CheckLength(field, (int)column, length);
                        _neededEnd = (int)Math.Min(position + (long)length, int.MaxValue);
                        goto Incomplete;
                    }

                    if (length > (ulong)_options.MaxFieldBytes)
                    {
                        CheckLength(field, (int)column, length);
                    }

                    column++;
                    checksum = Crc32C.Append(checksum, column);
                    checksum = Crc32C.Append(checksum, ref Unsafe.Add(ref origin, position), (int)length);
                    ref FieldValue value = ref Unsafe.Add(ref values, column - 1);
                    value.Bits = position - _rowStart;
                    value.Extra = (int)length;
                    value.Stamp = stamp;
                    position += (nint)length;
                    continue;
                }

                case FieldCoding.EndOfRecord:
                {
                    uint found = (uint)Varint.Read(ref origin, ref position);
                    if ((nuint)position > (nuint)end)
                    {
                        goto NotNumber;
                    }

                    checksum = Crc32C.Finish(checksum);
                    if (found != checksum)
                    {
                        ThrowRowChecksum(field, checksum, found);
                    }

                    _streamChecksum = Crc32C.Append(_streamChecksum, checksum);
                    _rowChecksum = Crc32C.Start;
                    _nextColumn = 0;
                    _position = (int)position;
                    _isInRow = false;
                    RowsRead++;
                    _stamp = stamp;
                    return true;
                }

                case FieldCoding.Float:
                {
                    uint bits = Little.ReadUInt32(ref origin, position);
                    position += sizeof(uint);
                    if (position > end)
                    {
                        goto Incomplete;
                    }

                    column++;
                    checksum = Crc32C.Append(Crc32C.Append(checksum, column), bits);
                    ref FieldValue value = ref Unsafe.Add(ref values, column - 1);
                    value.Bits = bits;
                    value.Stamp = stamp;
                    continue;
                }

                case FieldCoding.Boolean:
                {
                    ulong flag = Varint.Read(ref origin, ref position);
                    if ((nuint)position > (nuint)end)
                    {
                        goto NotNumber;
                    }

                    if (flag > 1)
                    {
                        ThrowAt(field, Columns[(int)column], $"0 or 1 expected for a BOOLEAN, {flag} found");
                    }

                    column++;
                    checksum = Crc32C.Append(Crc32C.Append(checksum, column), (byte)flag);
                    ref FieldValue value = ref Unsafe.Add(ref values, column - 1);
                    value.Bits = (long)flag;
                    value.Stamp = stamp;
                    continue;
                }

                case FieldCoding.SecondsAndNanoseconds:
                {
                    long seconds = Varint.UnZigZag(Varint.Read(ref origin, ref position));
                    if ((nuint)position > (nuint)end)
                    {
                        goto NotNumber;
                    }

                    long nanoseconds = Varint.UnZigZag(Varint.Read(ref origin, ref position));
                    if ((nuint)position > (nuint)end)
                    {
                        goto NotNumber;
                    }

                    if (nanoseconds != (int)nanoseconds)
                    {
                        ThrowIntegerRange(field, Columns[(int)column], "nanoseconds of 32 bits", nanoseconds);
                    }

                    column++;
                    checksum = Crc32C.Append(Crc32C.Append(checksum, column), (ulong)seconds);
                    checksum = Crc32C.Append(checksum, (uint)nanoseconds);
                    ref FieldValue value = ref Unsafe.Add(ref values, column - 1);
                    value.Bits = seconds;
                    value.Extra = (int)nanoseconds;
                    value.Stamp = stamp;
                    continue;
                }

                case FieldCoding.Int32 or FieldCoding.Int16 or FieldCoding.Int8:
                {
                    long number = Varint.UnZigZag(Varint.Read(ref origin, ref position));
                    if ((nuint)position > (nuint)end)
                    {
                        goto NotNumber;
                    }

                    if (number != Narrow(plan.Coding, number))
                    {
                        ThrowIntegerRange(field, Columns[(int)column], ValuePlans[column].Type.Name, number);
                    }

                    column++;
                    checksum = Crc32C.Append(Crc32C.Append(checksum, column), (ulong)number);
                    ref FieldValue value = ref Unsafe.Add(ref values, column - 1);
                    value.Bits = number;
                    value.Stamp = stamp;
                    continue;
                }

                default:
                {
                    nint start = position;
                    uint nestedChecksum = Crc32C.Append(checksum, column + 1);
                    var scanner = new NestedScanner(this, ref origin, end, field, (int)column, _options.MaxFieldBytes);
                    position = scanner.Scan(ValuePlans[column], position, ref nestedChecksum);
                    if (position < 0)
                    {
                        _neededEnd = (int)Math.Min(Math.Max(scanner.NeededEnd, end + ((end - field) >= LargeField ? (end - field) / 4 : 1)), int.MaxValue);
                        goto Incomplete;
                    }

                    checksum = nestedChecksum;
                    ref FieldValue value = ref Unsafe.Add(ref values, column);
                    value.Bits = start - _rowStart;
                    value.Extra = (int)(position - start);
                    value.Stamp = stamp;
                    column++;
                    continue;
                }
            }
        }

    NotNumber:
        if (position < 0)
        {
            ThrowLongNumber(field, (int)column);
        }

    Incomplete:
        _position = (int)field;
        _rowChecksum = fieldChecksum;
        _nextColumn = (int)column;
        return false;
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
