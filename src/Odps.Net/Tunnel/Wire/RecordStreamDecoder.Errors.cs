using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Odps.Net.Tunnel.Wire;

/// <content>The errors: each says in which stream, row and column, and at which offset.</content>
internal sealed partial class RecordStreamDecoder
{
    private string? _failure;

    /// <summary>A value of the current row that cannot be had in the form in which it was asked for.</summary>
    public OdpsDataException ValueError(int ordinal, string problem, Exception? innerException = null)
    {
        Column column = Columns[ordinal];
        return new OdpsDataException(Text($"{_options.Description}: row {CurrentRow}, column '{column.Name}' of type {column.Type}: {problem}."), innerException)
        {
            Row = CurrentRow,
            Column = column.Name,
        };
    }

    [DoesNotReturn]
    internal void ThrowAt(nint position, Column? column, string problem) => throw Fail(new OdpsDataException(Place(position, column) + problem + ".")
    {
        Row = RowsRead,
        Column = column?.Name,
        Offset = _bufferOffset + position,
    });

    [DoesNotReturn]
    internal void ThrowIntegerRange(nint position, Column column, string expected, long found) =>
        ThrowAt(position, column, Text($"{expected} expected, {found} found"));

    [DoesNotReturn]
    internal void ThrowLongNumber(nint field, int column) =>
        ThrowAt(field, ColumnAt(column), "a number of at most 64 bits expected, a longer one found");

    internal void CheckLength(nint field, int column, ulong length)
    {
        if (length > (ulong)_maxFieldBytes)
        {
            ThrowAt(field, ColumnAt(column), Text($"a value of at most {_maxFieldBytes} bytes expected, one of {length} bytes announced"));
        }
    }

    private static string Describe(ulong tag) => tag >> 3 <= uint.MaxValue
        ? ControlField.Name((uint)(tag >> 3))
        : Text($"the number {tag}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private Column? ColumnAt(int column) => (uint)column < (uint)Columns.Count ? Columns[column] : null;

    private string Place(nint position, Column? column) => column is null
        ? Text($"{_options.Description}: row {RowsRead}, offset {_bufferOffset + position}: ")
        : Text($"{_options.Description}: row {RowsRead}, column '{column.Name}' of type {column.Type}, offset {_bufferOffset + position}: ");

    private T Fail<T>(T exception)
        where T : Exception
    {
        _phase = Phase.Failed;
        _stamp = NoRow;
        _failure = exception.Message;
        return exception;
    }

    [DoesNotReturn]
    private void ThrowUnknownField(nint field, uint tag)
    {
        uint number = tag >> 3;
        ThrowAt(field, null, number is ControlField.RecordCount or ControlField.StreamChecksum or ControlField.EndOfMetrics or ControlField.EndOfSchema
            ? $"the end of the record expected, {ControlField.Name(number)} found"
            : Text($"a field number of 1 to {_sent?.Length ?? Columns.Count} expected, {number} found; the columns that were asked for are not those that were sent"));
    }

    [DoesNotReturn]
    private void ThrowWireType(nint field, int column, uint found) => ThrowAt(
        field, ColumnAt(column), Text($"wire type {_slots[column].Plan.Tag & 7} expected, {found} found; the columns that were asked for are not those that were sent"));

    [DoesNotReturn]
    private void ThrowRowChecksum(nint field, uint expected, uint found) => ThrowChecksum(field, "checksum of the row", expected, found);

    [DoesNotReturn]
    private void ThrowChecksum(nint position, string which, uint computed, uint found) => throw Fail(new OdpsChecksumException(
        Place(position, null) + Text($"the {which} is {computed:x8}, the stream states {found:x8}; the bytes were changed on the way."))
    {
        Row = RowsRead,
        Offset = _bufferOffset + position,
    });

    [DoesNotReturn]
    private void ThrowRowTooLarge() =>
        ThrowAt(_rowStart, null, Text($"a row of at most {_options.MaxRowBytes} bytes expected, more of them found without an end of the row"));

    [DoesNotReturn]
    private void ThrowTruncated()
    {
        string where = _phase switch
        {
            Phase.Schema => "inside its schema",
            Phase.Footer => "inside its footer",
            _ when _position == _rowStart && _end == _rowStart => "without a footer",
            _ => Text($"inside row {RowsRead}"),
        };
        throw Fail(new OdpsStreamTruncatedException(
            Text($"{_options.Description}: the stream ended {where}, at offset {_bufferOffset + _end}; {RowsRead} complete rows arrived."), RowsRead)
        {
            Row = RowsRead,
            Offset = _bufferOffset + _end,
        });
    }

    [DoesNotReturn]
    private void ThrowUnusable()
    {
        ObjectDisposedException.ThrowIf(_phase == Phase.Disposed, typeof(RecordReader));
        throw new InvalidOperationException($"The reader cannot go on after its error: {_failure}");
    }
}
