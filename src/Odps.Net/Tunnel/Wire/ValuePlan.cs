namespace Odps.Net.Tunnel.Wire;

/// <summary>How values of a type are coded, worked out once for a stream: a tree that follows the type.</summary>
internal sealed class ValuePlan
{
    private ValuePlan(OdpsType type, FieldCoding coding, params ValuePlan[] children)
    {
        Type = type;
        Kind = type.Kind;
        Coding = coding;
        Children = children;
    }

    public OdpsType Type { get; }

    public OdpsTypeKind Kind { get; }

    public FieldCoding Coding { get; }

    /// <summary>The element of an ARRAY or VECTOR, key and value of a MAP, the fields of a STRUCT.</summary>
    public ValuePlan[] Children { get; }

    public WireType WireType => Coding switch
    {
        FieldCoding.Float => WireType.Fixed32,
        FieldCoding.Double => WireType.Fixed64,
        <= FieldCoding.Boolean => WireType.Varint,
        _ => WireType.LengthDelimited,
    };

    /// <summary>Whether the bytes of a value are text, or bytes that may hold anything.</summary>
    public bool IsText => Kind is OdpsTypeKind.String or OdpsTypeKind.Char or OdpsTypeKind.VarChar or OdpsTypeKind.Json;

    public static ValuePlan Of(Column column) => Of(column, column.Type);

    private static ValuePlan Of(Column column, OdpsType type) => type switch
    {
        ArrayType array => new(type, FieldCoding.Array, Of(column, array.ElementType)),
        MapType map => new(type, FieldCoding.Map, Of(column, map.KeyType), Of(column, map.ValueType)),
        StructType fields => new(type, FieldCoding.Struct, [.. fields.Fields.Select(f => Of(column, f.Type))]),
        VectorType vector => new(type, FieldCoding.Vector, Of(column, vector.ElementType)),
        _ => new(type, Simple(column, type)),
    };

    private static FieldCoding Simple(Column column, OdpsType type) => type.Kind switch
    {
        OdpsTypeKind.BigInt or OdpsTypeKind.DateTime or OdpsTypeKind.Date or OdpsTypeKind.IntervalYearMonth => FieldCoding.Int64,
        OdpsTypeKind.Int => FieldCoding.Int32,
        OdpsTypeKind.SmallInt => FieldCoding.Int16,
        OdpsTypeKind.TinyInt => FieldCoding.Int8,
        OdpsTypeKind.Boolean => FieldCoding.Boolean,
        OdpsTypeKind.Float => FieldCoding.Float,
        OdpsTypeKind.Double => FieldCoding.Double,
        OdpsTypeKind.String or OdpsTypeKind.Char or OdpsTypeKind.VarChar or OdpsTypeKind.Json
            or OdpsTypeKind.Binary or OdpsTypeKind.Decimal => FieldCoding.Bytes,
        OdpsTypeKind.Timestamp or OdpsTypeKind.TimestampNtz or OdpsTypeKind.IntervalDayTime => FieldCoding.SecondsAndNanoseconds,
        OdpsTypeKind.Unknown when type.Name.Equals("GEOGRAPHY", StringComparison.OrdinalIgnoreCase) => FieldCoding.Bytes,
        _ => throw new NotSupportedException(
            $"Column '{column.Name}' is of type {column.Type}: {type.Name} has no form in record streams. Leave the column out of the columns that are asked for."),
    };
}
