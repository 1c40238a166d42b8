using System.Diagnostics.CodeAnalysis;

namespace Odps.Net;

/// <summary>The words for a getter that does not fit its column, the same for records and readers.</summary>
internal static class RowErrors
{
    [DoesNotReturn]
    public static void ThrowOrdinal(int ordinal, int count) => throw NoOrdinal(ordinal, count);

    public static ArgumentOutOfRangeException NoOrdinal(int ordinal, int count) => new(nameof(ordinal), ordinal, $"There are {count} columns, with ordinals from 0.");

    public static InvalidCastException Mismatch(Column column, bool isNull, string asked) => isNull
        ? new InvalidCastException($"Column '{column.Name}' is NULL and cannot be read as {asked}; ask IsNull first, or use GetValue.")
        : new InvalidCastException($"Column '{column.Name}' of type {column.Type} cannot be read as {asked}.");

    /// <summary>The words for a getter that does not fit a value inside a column.</summary>
    public static InvalidCastException NestedMismatch(Column column, OdpsType type, bool isNull, string asked) => isNull
        ? new InvalidCastException($"A value of type {type} in column '{column.Name}' ({column.Type}) is NULL and cannot be read as {asked}; ask IsNull first, or use ToObject.")
        : new InvalidCastException($"A value of type {type} in column '{column.Name}' ({column.Type}) cannot be read as {asked}; use the getter of its type, or ToObject.");
}
