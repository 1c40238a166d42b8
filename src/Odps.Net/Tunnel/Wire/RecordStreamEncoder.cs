using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Odps.Net.Tunnel.Wire;

/// <summary>
/// Encodes rows into one pooled buffer, from which the owner takes the bytes whenever it likes between two rows. Fields are written as they are set
/// when they come in the order of the columns; a row with another order is put in order at its end. Not thread-safe.
/// </summary>
internal sealed partial class RecordStreamEncoder : IDisposable
{
    /// <summary>Room for a tag and any value without a length of its own, and for the stores that go past their value.</summary>
    private const int FixedField = 48;

    // What _lastColumn holds when the next field is not simply appended.
    private const int Reordering = int.MaxValue - 1;
    private const int Unusable = int.MaxValue;

    private readonly RecordStreamOptions _options;
    private readonly ColumnPlan[] _plans;
    private readonly ValuePlan[] _valuePlans;
    private readonly int _requiredColumns;
    private byte[] _buffer;
    private int _length;
    private long _bytesTaken;
    private long _rowsBefore;
    private string? _whyUnusable;
    private bool _isDisposed;

    // The state of the row.
    private int _rowStart;
    private int _lastColumn = -1;
    private int _requiredSet;
    private uint _rowChecksum = Crc32C.Start;
    private uint _streamChecksum = Crc32C.Start;

    // Only while a row is set in another order: where each field lies, and which one is being written.
    private (int Start, int End)[]? _places;
    private int _openColumn = -1;
    private int _openStart;

    public RecordStreamEncoder(ColumnCollection columns, RecordStreamOptions options)
    {
        _options = options;
        Columns = columns;
        _valuePlans = [.. columns.Select(ValuePlan.Of)];
        _plans = ColumnPlan.Of(columns, _valuePlans);
        _requiredColumns = columns.Count(c => !c.IsNullable);
        _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(options.BufferSize + (options.BufferSize / 4), 256));
    }

    public ColumnCollection Columns { get; }

    /// <summary>The rows that were ended.</summary>
    public long Rows { get; private set; }

    /// <summary>The bytes of the stream so far, those that were taken included.</summary>
    public long Bytes => _bytesTaken + _rowStart;

    /// <summary>Whether the footer was written.</summary>
    public bool IsCompleted { get; private set; }

    /// <summary>Whether fields of a row were set that has not been ended.</summary>
    public bool IsInRow => !IsCompleted && (_length > _rowStart || _lastColumn >= 0);

    /// <summary>The bytes of complete rows (and of the footer) that have not been taken.</summary>
    public ReadOnlyMemory<byte> Pending => _buffer.AsMemory(0, _rowStart);

    /// <summary>The number of <see cref="Pending"/> bytes.</summary>
    public int PendingCount => _rowStart;

    /// <summary>Makes room after <see cref="Pending"/> was sent. Not inside a row.</summary>
    public void Take()
    {
        _bytesTaken += _rowStart;
        _length = 0;
        _rowStart = 0;
    }

    /// <summary>Ends the row: columns that were not set are NULL.</summary>
    /// <exception cref="OdpsDataException">A column that is NOT NULL was not set.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void EndRow()
    {
        if (_lastColumn >= Reordering || _requiredSet != _requiredColumns)
        {
            EndUnusualRow();
        }

        if (_buffer.Length - _length < FixedField)
        {
            Grow(FixedField);
        }

        uint checksum = Crc32C.Finish(_rowChecksum);
        ref byte origin = ref MemoryMarshal.GetArrayDataReference(_buffer);
        Little.Write(ref origin, _length, ControlField.EndOfRecordBytes);
        _length += ControlField.TagLength;
        _length += Varint.Write(ref origin, _length, checksum);
        _streamChecksum = Crc32C.Append(_streamChecksum, checksum);
        Rows++;
        _rowStart = _length;
        ResetRow();
    }

    /// <summary>Forgets what was set since the last row.</summary>
    public void DiscardRow()
    {
        ThrowIfEnded();
        _length = _rowStart;
        _whyUnusable = null;
        ResetRow();
    }

    /// <summary>Writes the footer.</summary>
    public void Complete()
    {
        ThrowIfEnded();
        if (IsInRow)
        {
            throw new InvalidOperationException(
                $"Row {_rowsBefore + Rows} was begun and not written. Call WriteRowAsync to write it, or DiscardRow to drop it, before CompleteAsync.");
        }

        Grow(FixedField);
        ref byte origin = ref MemoryMarshal.GetArrayDataReference(_buffer);
        int position = _length;
        position += Varint.Write(ref origin, position, ControlField.Tag(ControlField.RecordCount));
        position += Varint.Write(ref origin, position, Varint.ZigZag(Rows));
        position += Varint.Write(ref origin, position, ControlField.Tag(ControlField.StreamChecksum));
        position += Varint.Write(ref origin, position, Crc32C.Finish(_streamChecksum));
        _length = position;
        _rowStart = position;
        IsCompleted = true;
        _lastColumn = Unusable;
    }

    /// <summary>Begins another stream after the footer was written and taken. Rows in messages go on counting.</summary>
    public void Restart()
    {
        _rowsBefore += Rows;
        Rows = 0;
        _bytesTaken = 0;
        _streamChecksum = Crc32C.Start;
        IsCompleted = false;
        ResetRow();
    }

    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _lastColumn = Unusable;
            _length = 0;
            _rowStart = 0;
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }

    private void ResetRow()
    {
        _lastColumn = -1;
        _requiredSet = 0;
        _rowChecksum = Crc32C.Start;
        _openColumn = -1;
    }

    private void Grow(int count)
    {
        if (_buffer.Length - _length >= count)
        {
            return;
        }

        long wanted = Math.Max((long)_length + count, Math.Min(2L * _buffer.Length, Array.MaxLength));
        if (wanted > Array.MaxLength)
        {
            throw RowFailed(new OdpsDataException($"The row is larger than {Array.MaxLength} bytes."));
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent((int)wanted);
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    /// <summary>Makes room for a field and gives the place where it begins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref byte BeginField(int ordinal, int count)
    {
        if (ordinal <= _lastColumn)
        {
            BeginFieldOutOfOrder(ordinal);
        }

        if (_buffer.Length - _length < count)
        {
            Grow(count);
        }

        return ref MemoryMarshal.GetArrayDataReference(_buffer);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void EndField(int ordinal, in ColumnPlan plan, int end, uint checksum)
    {
        _length = end;
        _rowChecksum = checksum;
        _requiredSet += plan.IsRequired ? 1 : 0;
        if (_lastColumn < ordinal)
        {
            _lastColumn = ordinal;
        }
    }

    /// <summary>From here to its end the row is only gathered; <see cref="PutInOrder"/> makes the record of it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void BeginFieldOutOfOrder(int ordinal)
    {
        BeginReordering();
        CloseField();
        _openColumn = ordinal;
        _openStart = _length;
    }

    private void BeginReordering()
    {
        ThrowIfUnusable();
        if (_lastColumn == Reordering)
        {
            return;
        }

        Grow(FixedField);
        _places ??= new (int, int)[_valuePlans.Length];
        Array.Clear(_places);
        uint ignored = 0;
        ref byte origin = ref MemoryMarshal.GetArrayDataReference(_buffer);
        nint position = _rowStart;
        while (position < _length)
        {
            nint start = position;
            int ordinal = (int)(Varint.Read(ref origin, ref position) >> 3) - 1;
            position = SkipValue(ordinal, position, ref ignored);
            _places[ordinal] = ((int)start, (int)position);
        }

        _lastColumn = Reordering;
    }

    private void CloseField()
    {
        if (_openColumn >= 0)
        {
            _places![_openColumn] = (_openStart, _length);
            _openColumn = -1;
        }
    }

    private void PutInOrder()
    {
        CloseField();
        Grow(FixedField);
        byte[] fields = ArrayPool<byte>.Shared.Rent(Math.Max(_length - _rowStart, 1));
        _buffer.AsSpan(_rowStart, _length - _rowStart).CopyTo(fields);
        int end = _rowStart;
        uint checksum = Crc32C.Start;
        _requiredSet = 0;
        for (int i = 0; i < _valuePlans.Length; i++)
        {
            (int start, int fieldEnd) = _places![i];
            if (fieldEnd == 0)
            {
                continue;
            }

            fields.AsSpan(start - _rowStart, fieldEnd - start).CopyTo(_buffer.AsSpan(end));
            checksum = Crc32C.Append(checksum, (uint)i + 1);
            SkipValue(i, end + _plans[i].TagLength, ref checksum);
            end += fieldEnd - start;
            _requiredSet += _plans[i].IsRequired ? 1 : 0;
        }

        ArrayPool<byte>.Shared.Return(fields);
        _length = end;
        _rowChecksum = checksum;
    }

    /// <summary>The place behind a value that was written; its bytes are added to the checksum.</summary>
    private nint SkipValue(int ordinal, nint position, ref uint checksum)
    {
        var scanner = new NestedScanner(ref MemoryMarshal.GetArrayDataReference(_buffer), _length);
        return scanner.Scan(_valuePlans[ordinal], position, ref checksum);
    }

    private void EndUnusualRow()
    {
        ThrowIfUnusable();
        if (_lastColumn == Reordering)
        {
            PutInOrder();
        }

        if (_requiredSet != _requiredColumns)
        {
            ThrowMissingColumn();
        }
    }

    [DoesNotReturn]
    private void ThrowMissingColumn()
    {
        // The bytes of the row tell which columns were set.
        if (_lastColumn != Reordering)
        {
            BeginReordering();
        }

        for (int i = 0; i < _plans.Length; i++)
        {
            if (_plans[i].IsRequired && _places![i].End == 0)
            {
                throw RowFailed(new OdpsDataException($"Column '{Columns[i].Name}' is NOT NULL and was not set.") { Column = Columns[i].Name });
            }
        }

        throw new InvalidOperationException("The row was changed while it was ended.");
    }

    /// <summary>An error of a value: the row cannot be written any more.</summary>
    private OdpsDataException RowFailed(OdpsDataException cause)
    {
        long row = _rowsBefore + Rows;
        string message = $"{_options.Description}: row {row}: {cause.Message}";
        MarkRow(cause.Message);
        return new OdpsDataException(message, cause) { Row = row, Column = cause.Column };
    }

    private void MarkRow(string problem)
    {
        _lastColumn = Unusable;
        _whyUnusable = $"Row {_rowsBefore + Rows} cannot be written after its error ({problem}). Call DiscardRow to begin it anew.";
    }

    private void ThrowIfUnusable()
    {
        ThrowIfEnded();
        if (_whyUnusable is not null)
        {
            throw new InvalidOperationException(_whyUnusable);
        }
    }

    private void ThrowIfEnded()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, typeof(RecordWriter));
        if (IsCompleted)
        {
            throw new InvalidOperationException("The rows are complete; nothing can be written after CompleteAsync.");
        }
    }
}
