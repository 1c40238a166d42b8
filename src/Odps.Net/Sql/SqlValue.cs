namespace Odps.Net;

/// <summary>
/// A value whose MaxCompute type is named, for a hole of a <see cref="SqlStatement"/> or a parameter: a NULL with a type, an empty ARRAY or MAP, and the types that no
/// .NET type means (DECIMAL of a size, VARCHAR, CHAR, JSON): <c>$"select {SqlValue.Of(null, OdpsType.BigInt)}, {SqlValue.Of(ids, OdpsType.Parse("array&lt;bigint&gt;"))}"</c>.
/// </summary>
public sealed class SqlValue
{
    private SqlValue(object? value, OdpsType type)
    {
        Value = value;
        Type = type;
    }

    /// <summary>The value as the SDK keeps values of the type; <see langword="null"/> for NULL.</summary>
    public object? Value { get; }

    /// <summary>The type.</summary>
    public OdpsType Type { get; }

    /// <summary>Gives a value a type.</summary>
    /// <param name="value">The value, of any .NET type that a record takes for a column of the type; <see langword="null"/> for NULL.</param>
    /// <param name="type">The type.</param>
    /// <exception cref="ArgumentException">The value cannot have the type without losing something: it is of another kind, too long or too large.</exception>
    public static SqlValue Of(object? value, OdpsType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        try
        {
            return new SqlValue(SlotConversion.ToElement(new Column("value", type), type, value), type);
        }
        catch (Exception wrong) when (wrong is OdpsDataException or NotSupportedException or InvalidOperationException)
        {
            throw new ArgumentException($"{(value is null ? "NULL" : $"A {value.GetType()}")} cannot be written as a value of type {type}: {wrong.Message}", nameof(value), wrong);
        }
    }
}
