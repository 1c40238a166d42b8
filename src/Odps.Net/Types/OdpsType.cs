using System.Diagnostics.CodeAnalysis;

namespace Odps.Net;

/// <summary>
/// A MaxCompute data type with its parameters: immutable, compared by value. Simple types are the static properties of this class, the
/// others come from its factory methods or from <see cref="Parse"/>. A type name that this SDK does not know is a type too
/// (<see cref="OdpsTypeKind.Unknown"/>), so that reading a schema never fails.
/// </summary>
public abstract class OdpsType : IEquatable<OdpsType>
{
    private protected OdpsType(OdpsTypeKind kind) => Kind = kind;

    /// <summary>TINYINT.</summary>
    public static OdpsType TinyInt { get; } = new SimpleType(OdpsTypeKind.TinyInt, "TINYINT");

    /// <summary>SMALLINT.</summary>
    public static OdpsType SmallInt { get; } = new SimpleType(OdpsTypeKind.SmallInt, "SMALLINT");

    /// <summary>INT.</summary>
    public static OdpsType Int { get; } = new SimpleType(OdpsTypeKind.Int, "INT");

    /// <summary>BIGINT.</summary>
    public static OdpsType BigInt { get; } = new SimpleType(OdpsTypeKind.BigInt, "BIGINT");

    /// <summary>FLOAT.</summary>
    public static OdpsType Float { get; } = new SimpleType(OdpsTypeKind.Float, "FLOAT");

    /// <summary>DOUBLE.</summary>
    public static OdpsType Double { get; } = new SimpleType(OdpsTypeKind.Double, "DOUBLE");

    /// <summary>BOOLEAN.</summary>
    public static OdpsType Boolean { get; } = new SimpleType(OdpsTypeKind.Boolean, "BOOLEAN");

    /// <summary>STRING.</summary>
    public static OdpsType String { get; } = new SimpleType(OdpsTypeKind.String, "STRING");

    /// <summary>JSON.</summary>
    public static OdpsType Json { get; } = new SimpleType(OdpsTypeKind.Json, "JSON");

    /// <summary>BINARY.</summary>
    public static OdpsType Binary { get; } = new SimpleType(OdpsTypeKind.Binary, "BINARY");

    /// <summary>DATE.</summary>
    public static OdpsType Date { get; } = new SimpleType(OdpsTypeKind.Date, "DATE");

    /// <summary>DATETIME.</summary>
    public static OdpsType DateTime { get; } = new SimpleType(OdpsTypeKind.DateTime, "DATETIME");

    /// <summary>TIMESTAMP.</summary>
    public static OdpsType Timestamp { get; } = new SimpleType(OdpsTypeKind.Timestamp, "TIMESTAMP");

    /// <summary>TIMESTAMP_NTZ.</summary>
    public static OdpsType TimestampNtz { get; } = new SimpleType(OdpsTypeKind.TimestampNtz, "TIMESTAMP_NTZ");

    /// <summary>INTERVAL_DAY_TIME.</summary>
    public static OdpsType IntervalDayTime { get; } = new SimpleType(OdpsTypeKind.IntervalDayTime, "INTERVAL_DAY_TIME");

    /// <summary>INTERVAL_YEAR_MONTH.</summary>
    public static OdpsType IntervalYearMonth { get; } = new SimpleType(OdpsTypeKind.IntervalYearMonth, "INTERVAL_YEAR_MONTH");

    /// <summary>The legacy DECIMAL without parameters: 36 digits before the point and 18 after it.</summary>
    public static OdpsType LegacyDecimal { get; } = new DecimalType(null, null);

    /// <summary>Which kind of type this is.</summary>
    public OdpsTypeKind Kind { get; }

    /// <summary>The name as MaxCompute SQL writes it, in upper case except for field names: <c>MAP&lt;STRING,BIGINT&gt;</c>.</summary>
    public abstract string Name { get; }

    /// <summary>DECIMAL(p,s).</summary>
    /// <param name="precision">All digits, 1 to 38.</param>
    /// <param name="scale">The digits after the point, 0 to <paramref name="precision"/> (the service accepts up to 18). Default: 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static DecimalType Decimal(int precision, int scale = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(precision, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(precision, 38);
        ArgumentOutOfRangeException.ThrowIfNegative(scale);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scale, precision);
        return new DecimalType(precision, scale);
    }

    /// <summary>CHAR(n).</summary>
    /// <param name="length">The number of characters, 1 to 255.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is outside its range.</exception>
    public static SizedTextType Char(int length) => new(OdpsTypeKind.Char, CheckLength(length, 255));

    /// <summary>VARCHAR(n).</summary>
    /// <param name="length">The number of characters, 1 to 65535.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is outside its range.</exception>
    public static SizedTextType VarChar(int length) => new(OdpsTypeKind.VarChar, CheckLength(length, 65535));

    /// <summary>ARRAY&lt;t&gt;.</summary>
    /// <param name="element">The type of the elements.</param>
    public static ArrayType Array(OdpsType element) => new(NotNull(element));

    /// <summary>MAP&lt;k,v&gt;.</summary>
    /// <param name="key">The type of the keys.</param>
    /// <param name="value">The type of the values.</param>
    public static MapType Map(OdpsType key, OdpsType value) => new(NotNull(key), NotNull(value));

    /// <summary>STRUCT&lt;name:t,...&gt;.</summary>
    /// <param name="fields">The fields in order; at least one.</param>
    /// <exception cref="ArgumentException">There is no field.</exception>
    public static StructType Struct(params ReadOnlySpan<StructField> fields)
    {
        if (fields.IsEmpty)
        {
            throw new ArgumentException("A STRUCT needs at least one field.", nameof(fields));
        }

        return new StructType([.. fields]);
    }

    /// <summary>VECTOR(float|double,n).</summary>
    /// <param name="element"><see cref="Float"/> or <see cref="Double"/>.</param>
    /// <param name="dimension">The number of elements, at least 1.</param>
    /// <exception cref="ArgumentException">The element type is another one.</exception>
    public static VectorType Vector(OdpsType element, int dimension)
    {
        ArgumentNullException.ThrowIfNull(element);
        if (element.Kind is not (OdpsTypeKind.Float or OdpsTypeKind.Double))
        {
            throw new ArgumentException($"A VECTOR holds FLOAT or DOUBLE, not {element.Name}.", nameof(element));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        return new VectorType(element, dimension);
    }

    /// <summary>A type that is known by name only.</summary>
    /// <param name="name">The name as the service writes it.</param>
    public static OdpsType Unknown(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new SimpleType(OdpsTypeKind.Unknown, name);
    }

    /// <summary>
    /// Reads a type name such as <c>bigint</c>, <c>decimal(10,2)</c> or <c>array&lt;struct&lt;a:int,`b c`:map&lt;string,double&gt;&gt;&gt;</c>.
    /// Letter case and spaces do not matter. A well-formed name that is not known gives an <see cref="OdpsTypeKind.Unknown"/> type.
    /// </summary>
    /// <param name="text">The type name.</param>
    /// <exception cref="FormatException">The text is not a type name; the message says where.</exception>
    public static OdpsType Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new OdpsTypeParser(text).ParseWhole();
    }

    /// <summary>Reads a type name like <see cref="Parse"/> without throwing.</summary>
    /// <param name="text">The type name, or <see langword="null"/>.</param>
    /// <param name="type">The type, when the result is <see langword="true"/>.</param>
    /// <returns>Whether <paramref name="text"/> is a type name.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out OdpsType? type)
    {
        type = null;
        if (text is null)
        {
            return false;
        }

        try
        {
            type = Parse(text);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public bool Equals(OdpsType? other) =>
        ReferenceEquals(this, other) || (other is not null && Kind == other.Kind && Name.Equals(other.Name, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public sealed override bool Equals(object? obj) => Equals(obj as OdpsType);

    /// <inheritdoc/>
    public sealed override int GetHashCode() => Name.GetHashCode(StringComparison.OrdinalIgnoreCase);

    /// <summary>The same as <see cref="Name"/>.</summary>
    public sealed override string ToString() => Name;

    /// <summary>Whether two types are the same.</summary>
    public static bool operator ==(OdpsType? left, OdpsType? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether two types differ.</summary>
    public static bool operator !=(OdpsType? left, OdpsType? right) => !(left == right);

    private static int CheckLength(int length, int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, most);
        return length;
    }

    private static OdpsType NotNull(OdpsType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type;
    }
}
