using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Odps.Net.Tunnel.Wire;

/// <content>What is checked of a value before it is written, and the errors with their rows.</content>
internal sealed partial class RecordStreamEncoder
{
    private DateTimeOffset ToInstant(int ordinal, DateTime value)
    {
        if (value.Kind == DateTimeKind.Utc)
        {
            return new DateTimeOffset(value);
        }

        Column column = Columns[ordinal];
        if (value.Kind == DateTimeKind.Local)
        {
            throw RowFailed(ValueLimits.OutOfRange(column, value, "a DateTime of kind Local depends on the machine's time zone; give a DateTimeOffset, or a DateTime of kind Utc"));
        }

        if (_options.TimeZone is not TimeZoneInfo zone)
        {
            throw RowFailed(ValueLimits.OutOfRange(
                column, value, "a DateTime of unspecified kind is an instant only in a time zone; give a DateTimeOffset, a DateTime of kind Utc, or open the writer with a time zone"));
        }

        try
        {
            return WallClock.ToInstant(value, zone);
        }
        catch (ArgumentException e)
        {
            throw RowFailed(ValueLimits.OutOfRange(column, value, e.Message));
        }
    }

    private void CheckSlot(int ordinal, OdpsTypeKind kind, long bits)
    {
        try
        {
            switch (kind)
            {
                case OdpsTypeKind.Date:
                    ValueLimits.CheckDate(Columns[ordinal], bits);
                    break;
                case OdpsTypeKind.DateTime:
                    ValueLimits.CheckDateTime(Columns[ordinal], bits);
                    break;
                case OdpsTypeKind.IntervalYearMonth when bits is < -IntervalYearMonth.MaxTotalMonths or > IntervalYearMonth.MaxTotalMonths:
                    throw ValueLimits.OutOfRange(Columns[ordinal], bits, $"the type holds {-IntervalYearMonth.MaxTotalMonths} to {IntervalYearMonth.MaxTotalMonths} months");
                default:
                    break;
            }
        }
        catch (OdpsDataException e)
        {
            throw RowFailed(e);
        }
    }

    private void CheckInteger(int ordinal, long value)
    {
        if (_plans[ordinal].Kind is < OdpsTypeKind.TinyInt or > OdpsTypeKind.BigInt)
        {
            ThrowMismatch(ordinal, "a whole number");
        }

        try
        {
            ValueLimits.CheckInteger(Columns[ordinal], value);
        }
        catch (OdpsDataException e)
        {
            throw RowFailed(e);
        }
    }

    private void CheckDecimal(int ordinal, in OdpsDecimal value)
    {
        try
        {
            ValueLimits.CheckDecimal(Columns[ordinal], value);
        }
        catch (OdpsDataException e)
        {
            throw RowFailed(e);
        }
    }

    private void CheckLength(int ordinal, ReadOnlySpan<char> value)
    {
        try
        {
            ValueLimits.CheckLength(Columns[ordinal], value);
        }
        catch (OdpsDataException e)
        {
            throw RowFailed(e);
        }
    }

    private void CheckLength(int ordinal, ReadOnlySpan<byte> value)
    {
        try
        {
            ValueLimits.CheckLength(Columns[ordinal], value);
        }
        catch (OdpsDataException e)
        {
            throw RowFailed(e);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CheckSize(int ordinal, int length)
    {
        if (length > _options.MaxFieldSize)
        {
            ThrowTooLarge(ordinal, length);
        }
    }

    [DoesNotReturn]
    private void ThrowTooLarge(int ordinal, int length) => throw RowFailed(new OdpsDataException(
        $"A value of {length} bytes is too large for column '{Columns[ordinal].Name}' of type {Columns[ordinal].Type}; the session allows {_options.MaxFieldSize} bytes.")
    {
        Column = Columns[ordinal].Name,
    });

    [DoesNotReturn]
    private void ThrowBadText(int ordinal, int index) => throw RowFailed(new OdpsDataException(
        $"The text for column '{Columns[ordinal].Name}' of type {Columns[ordinal].Type} is not valid UTF-16: a surrogate without its partner at index {index}.")
    {
        Column = Columns[ordinal].Name,
    });

    [DoesNotReturn]
    private void ThrowNull(int ordinal) => throw RowFailed(
        new OdpsDataException($"Column '{Columns[ordinal].Name}' is NOT NULL; a NULL was given.") { Column = Columns[ordinal].Name });

    [DoesNotReturn]
    private void ThrowMismatch(int ordinal, string given)
    {
        ThrowIfUnusable();
        string problem = $"Column '{Columns[ordinal].Name}' of type {Columns[ordinal].Type} cannot be set from {given}.";
        MarkRow(problem);
        throw new InvalidCastException(problem);
    }
}
