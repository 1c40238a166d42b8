using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Odps.Net;

/// <summary>
/// A row as an object: values by position and by name. Values are checked against their columns when they are set (see the guide on types for the
/// .NET type of each MaxCompute type). Numbers, booleans, dates and date-times are kept without boxing. Not thread-safe while it is changed.
/// </summary>
public sealed class Record : IRow, IReadOnlyList<object?>, IEquatable<Record>
{
    private readonly RecordSlot[] _slots;

    /// <summary>Creates a record whose values are all NULL.</summary>
    /// <param name="columns">The columns.</param>
    public Record(ColumnCollection columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        Columns = columns;
        _slots = new RecordSlot[columns.Count];
    }

    /// <summary>Creates a record for the data columns of a table, whose values are all NULL.</summary>
    /// <param name="schema">The schema; its partition columns are not part of the record.</param>
    public Record(TableSchema schema)
        : this((schema ?? throw new ArgumentNullException(nameof(schema))).Columns)
    {
    }

    /// <summary>Creates a record from values.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="values">The values in the order of the columns; <see langword="null"/> for NULL.</param>
    /// <exception cref="ArgumentException">There are not as many values as columns.</exception>
    /// <exception cref="OdpsDataException">A value does not fit its column.</exception>
    public Record(ColumnCollection columns, params ReadOnlySpan<object?> values)
        : this(columns)
    {
        if (values.Length != _slots.Length)
        {
            throw new ArgumentException($"There are {_slots.Length} columns; {values.Length} values were given.", nameof(values));
        }

        for (int i = 0; i < values.Length; i++)
        {
            this[i] = values[i];
        }
    }

    /// <summary>Creates a record from values for the data columns of a table.</summary>
    /// <param name="schema">The schema; its partition columns are not part of the record.</param>
    /// <param name="values">The values in the order of the columns; <see langword="null"/> for NULL.</param>
    /// <exception cref="ArgumentException">There are not as many values as columns.</exception>
    /// <exception cref="OdpsDataException">A value does not fit its column.</exception>
    public Record(TableSchema schema, params ReadOnlySpan<object?> values)
        : this((schema ?? throw new ArgumentNullException(nameof(schema))).Columns, values)
    {
    }

    /// <summary>Takes ownership of slots that a reader has filled.</summary>
    internal Record(ColumnCollection columns, RecordSlot[] slots)
    {
        Columns = columns;
        _slots = slots;
    }

    /// <inheritdoc/>
    public ColumnCollection Columns { get; }

    /// <summary>The number of columns.</summary>
    public int Count => _slots.Length;

    internal ReadOnlySpan<RecordSlot> Slots => _slots;

    /// <summary>A value, boxed; <see langword="null"/> for NULL.</summary>
    /// <param name="ordinal">The zero-based position of the column.</param>
    /// <exception cref="OdpsDataException">On setting: the value does not fit the column.</exception>
    public object? this[int ordinal]
    {
        get => SlotConversion.ToObject(Columns[ordinal].Type, Slot(ordinal));
        set => _slots[ordinal] = SlotConversion.ToSlot(Columns[ordinal], value);
    }

    /// <summary>A value, boxed; <see langword="null"/> for NULL.</summary>
    /// <param name="name">The name of the column, in any letter case.</param>
    /// <exception cref="ArgumentException">There is no such column; the message lists the columns.</exception>
    /// <exception cref="OdpsDataException">On setting: the value does not fit the column.</exception>
    public object? this[string name]
    {
        get => this[Columns.GetOrdinal(name)];
        set => this[Columns.GetOrdinal(name)] = value;
    }

    /// <inheritdoc/>
    public bool IsNull(int ordinal) => Slot(ordinal).IsNull;

    /// <inheritdoc/>
    public bool GetBoolean(int ordinal) => Bits(ordinal, "bool", OdpsTypeKind.Boolean, OdpsTypeKind.Boolean) != 0;

    /// <inheritdoc/>
    public sbyte GetSByte(int ordinal) => (sbyte)Bits(ordinal, "sbyte", OdpsTypeKind.TinyInt, OdpsTypeKind.TinyInt);

    /// <inheritdoc/>
    public short GetInt16(int ordinal) => (short)Bits(ordinal, "short", OdpsTypeKind.TinyInt, OdpsTypeKind.SmallInt);

    /// <inheritdoc/>
    public int GetInt32(int ordinal) => (int)Bits(ordinal, "int", OdpsTypeKind.TinyInt, OdpsTypeKind.Int);

    /// <inheritdoc/>
    public long GetInt64(int ordinal) => Bits(ordinal, "long", OdpsTypeKind.TinyInt, OdpsTypeKind.BigInt);

    /// <inheritdoc/>
    public float GetFloat(int ordinal) => new RecordSlot(Bits(ordinal, "float", OdpsTypeKind.Float, OdpsTypeKind.Float), null).AsFloat;

    /// <inheritdoc/>
    public double GetDouble(int ordinal) => BitConverter.Int64BitsToDouble(Bits(ordinal, "double", OdpsTypeKind.Float, OdpsTypeKind.Double));

    /// <inheritdoc/>
    public string GetString(int ordinal) => Slot(ordinal).Reference switch
    {
        string text => text,
        _ when Slot(ordinal).TryGetDecimal(out OdpsDecimal number) => number.ToString(),
        byte[] bytes when Columns[ordinal].Type.Kind != OdpsTypeKind.Binary => Encoding.UTF8.GetString(bytes),
        _ => throw Mismatch(ordinal, "string"),
    };

    /// <inheritdoc/>
    public byte[] GetBytes(int ordinal) => Slot(ordinal).Reference switch
    {
        byte[] bytes => bytes,
        string text when Columns[ordinal].Type.Kind != OdpsTypeKind.Decimal => Encoding.UTF8.GetBytes(text),
        _ => throw Mismatch(ordinal, "byte[]"),
    };

    /// <inheritdoc/>
    public OdpsDecimal GetOdpsDecimal(int ordinal) => Slot(ordinal).Reference switch
    {
        _ when Slot(ordinal).TryGetDecimal(out OdpsDecimal number) => number,
        string text when Columns[ordinal].Type.Kind == OdpsTypeKind.Decimal => OdpsDecimal.Parse(text),
        _ => throw Mismatch(ordinal, nameof(OdpsDecimal)),
    };

    /// <inheritdoc/>
    public decimal GetDecimal(int ordinal) => GetOdpsDecimal(ordinal).ToDecimal();

    /// <inheritdoc/>
    public DateOnly GetDate(int ordinal) => EpochTime.ToDate(Bits(ordinal, nameof(DateOnly), OdpsTypeKind.Date, OdpsTypeKind.Date));

    /// <inheritdoc/>
    public DateTimeOffset GetDateTimeOffset(int ordinal) => Slot(ordinal).Reference is OdpsTimestamp timestamp
        ? timestamp.ToDateTimeOffset()
        : EpochTime.ToDateTimeOffset(Bits(ordinal, nameof(DateTimeOffset), OdpsTypeKind.DateTime, OdpsTypeKind.DateTime));

    /// <inheritdoc/>
    public OdpsTimestamp GetTimestamp(int ordinal) => Slot(ordinal).Reference is OdpsTimestamp timestamp
        ? timestamp
        : EpochTime.ToDateTimeOffset(Bits(ordinal, nameof(OdpsTimestamp), OdpsTypeKind.DateTime, OdpsTypeKind.DateTime));

    /// <inheritdoc/>
    public OdpsTimestampNtz GetTimestampNtz(int ordinal) => Reference<OdpsTimestampNtz>(ordinal);

    /// <inheritdoc/>
    public IntervalDayTime GetIntervalDayTime(int ordinal) => Reference<IntervalDayTime>(ordinal);

    /// <inheritdoc/>
    public IntervalYearMonth GetIntervalYearMonth(int ordinal) =>
        EpochTime.ToMonths(Bits(ordinal, nameof(IntervalYearMonth), OdpsTypeKind.IntervalYearMonth, OdpsTypeKind.IntervalYearMonth));

    /// <inheritdoc/>
    public object? GetValue(int ordinal) => this[ordinal];

    /// <summary>The values of some columns, boxed, in the order of the names.</summary>
    /// <param name="names">The names of columns, in any letter case; one may occur more than once.</param>
    /// <exception cref="ArgumentException">There is no such column; the message lists the columns.</exception>
    public object?[] GetValues(params ReadOnlySpan<string> names)
    {
        var values = new object?[names.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = this[names[i]];
        }

        return values;
    }

    /// <summary>The values of neighbouring columns, boxed; what <c>record[1..3]</c> gives.</summary>
    /// <param name="start">The zero-based position of the first.</param>
    /// <param name="length">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">The record does not have these positions.</exception>
    public object?[] Slice(int start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, Count - length, nameof(length));
        var values = new object?[length];
        for (int i = 0; i < length; i++)
        {
            values[i] = this[start + i];
        }

        return values;
    }

    /// <summary>Whether there is a column of that name.</summary>
    /// <param name="name">The name, in any letter case.</param>
    public bool Contains(string name) => Columns.Contains(name);

    /// <summary>A copy whose values can be changed without changing this record. Nested values are shared; they do not change.</summary>
    public Record Clone() => new(Columns, [.. _slots]);

    /// <summary>The values in order, boxed.</summary>
    public IEnumerator<object?> GetEnumerator()
    {
        for (int i = 0; i < _slots.Length; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether two records have the same values in the same order; names are not compared.</summary>
    /// <param name="other">The other record.</param>
    public bool Equals(Record? other) => other is not null && NestedValues.AreEqual(this.ToArray(), other.ToArray());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Record);

    /// <inheritdoc/>
    public override int GetHashCode() => NestedValues.Hash(this.ToArray());

    /// <summary>Names and values: <c>{id: 1, name: x}</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("{");
        for (int i = 0; i < _slots.Length; i++)
        {
            text.Append(i > 0 ? ", " : "").Append(Columns[i].Name).Append(": ");
            NestedValues.Append(text, this[i]);
        }

        return text.Append('}').ToString();
    }

    private long Bits(int ordinal, string asked, OdpsTypeKind first, OdpsTypeKind last)
    {
        OdpsTypeKind kind = Columns[ordinal].Type.Kind;
        if (kind < first || kind > last || _slots[ordinal].IsNull)
        {
            ThrowMismatch(ordinal, asked);
        }

        return _slots[ordinal].Bits;
    }

    private ref readonly RecordSlot Slot(int ordinal)
    {
        if ((uint)ordinal >= (uint)_slots.Length)
        {
            RowErrors.ThrowOrdinal(ordinal, _slots.Length);
        }

        return ref _slots[ordinal];
    }

    private T Reference<T>(int ordinal) => Slot(ordinal).Reference is T value ? value : throw Mismatch(ordinal, typeof(T).Name);

    [DoesNotReturn]
    private void ThrowMismatch(int ordinal, string asked) => throw Mismatch(ordinal, asked);

    private InvalidCastException Mismatch(int ordinal, string asked) => RowErrors.Mismatch(Columns[ordinal], _slots[ordinal].IsNull, asked);
}
