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
    private readonly int _maxFieldBytes;
    private FieldSlot[] _slots;

    // Where the columns that travel stand; null when all do.
    private int[]? _sent;
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
        _maxFieldBytes = options.MaxFieldBytes;
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

    /// <summary>The columns with the values of the current row; see <see cref="FieldValue"/>.</summary>
    public FieldSlot[] Slots => _slots;

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
    public FieldCoding Coding(int ordinal) => _slots[ordinal].Plan.Coding;

    /// <summary>The kind of a column's type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public OdpsTypeKind Kind(int ordinal) => _slots[ordinal].Plan.Kind;

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

    [MemberNotNull(nameof(Columns), nameof(ValuePlans), nameof(_slots))]
    private void SetColumns(ColumnCollection columns)
    {
        Columns = columns;
        ValuePlans = [.. columns.Select(ValuePlan.Of)];
        _slots = FieldSlot.Of(columns, ValuePlans, _options.IsSent);
        _sent = _options.IsSent is { } isSent ? [.. Enumerable.Range(0, columns.Count).Where(isSent)] : null;
    }
}
