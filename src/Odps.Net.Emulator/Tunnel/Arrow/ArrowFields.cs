namespace Odps.Net.Emulator.Tunnel;

/// <summary>Makes the fields of a schema message: name, whether values may be null, the type and the fields inside of it.</summary>
internal static class ArrowFields
{
    private const byte Int = 2;
    private const byte FloatingPoint = 3;
    private const byte Binary = 4;
    private const byte Utf8 = 5;
    private const byte Bool = 6;
    private const byte Decimal = 7;
    private const byte Date = 8;
    private const byte Timestamp = 10;
    private const byte Interval = 11;
    private const byte List = 12;
    private const byte Struct = 13;
    private const byte FixedSizeBinary = 15;
    private const byte Map = 17;
    private const short Milliseconds = 1;
    private const short Nanoseconds = 3;
    private const short Day = 0;
    private const short Single = 1;
    private const short Double = 2;

    public static FlatNode Make(Column column, ArrowForm form) => Field(column.Name, column.IsNullable, column.Type, form, isTop: true);

    private static FlatNode Field(string name, bool isNullable, OdpsType type, ArrowForm form, bool isTop = false)
    {
        (byte code, FlatNode parameters, FlatNode[] children) = TypeOf(type, form, isTop);
        return new FlatNode().With(0, name).With(1, isNullable).With(2, code).With(3, parameters).With(5, children);
    }

    private static (byte Code, FlatNode Parameters, FlatNode[] Children) TypeOf(OdpsType type, ArrowForm form, bool isTop)
    {
        if (form.IsSecondsAndNanoseconds(type, isTop))
        {
            return (Struct, new(), [Field("sec", true, OdpsType.BigInt, form), Field("nano", true, OdpsType.Int, form)]);
        }

        if (form.IsDecimalCell(type))
        {
            return (FixedSizeBinary, new FlatNode().With(0, DecimalCell.Size), []);
        }

        return type switch
        {
            ArrayType array => (List, new(), [Field("item", true, array.ElementType, form)]),
            VectorType vector => (List, new(), [Field("item", true, vector.ElementType, form)]),
            MapType map => (Map, new(), [Entries(map, form)]),
            StructType structure => (Struct, new(), [.. structure.Fields.Select(f => Field(f.Name, true, f.Type, form))]),
            DecimalType number => (Decimal, new FlatNode().With(0, number.Precision).With(1, number.Scale).With(2, number.IsLegacy ? 256 : 128), []),
            _ => Plain(type),
        };
    }

    private static (byte, FlatNode, FlatNode[]) Plain(OdpsType type) => type.Kind switch
    {
        OdpsTypeKind.Boolean => (Bool, new(), []),
        OdpsTypeKind.TinyInt => Integer(8),
        OdpsTypeKind.SmallInt => Integer(16),
        OdpsTypeKind.Int => Integer(32),
        OdpsTypeKind.BigInt => Integer(64),
        OdpsTypeKind.Float => (FloatingPoint, new FlatNode().With(0, Single), []),
        OdpsTypeKind.Double => (FloatingPoint, new FlatNode().With(0, Double), []),
        OdpsTypeKind.String or OdpsTypeKind.Char or OdpsTypeKind.VarChar or OdpsTypeKind.Json => (Utf8, new(), []),
        OdpsTypeKind.Binary => (Binary, new(), []),
        OdpsTypeKind.Date => (Date, new FlatNode().With(0, Day), []),
        OdpsTypeKind.DateTime => (Timestamp, new FlatNode().With(0, Milliseconds), []),
        OdpsTypeKind.Timestamp or OdpsTypeKind.TimestampNtz => (Timestamp, new FlatNode().With(0, Nanoseconds), []),
        OdpsTypeKind.IntervalYearMonth => (Interval, new FlatNode().With(0, (short)0), []),
        _ => throw new EmulatorException("InvalidArgument", $"The type {type.Name} has no Arrow form."),
    };

    private static (byte, FlatNode, FlatNode[]) Integer(int width) => (Int, new FlatNode().With(0, width).With(1, true), []);

    private static FlatNode Entries(MapType map, ArrowForm form) => new FlatNode()
        .With(0, "entries").With(1, false).With(2, Struct).With(3, new FlatNode())
        .With(5, new[] { Field("key", false, map.KeyType, form), Field("value", true, map.ValueType, form) });
}
