using System.Collections.Immutable;

namespace Odps.Net.Arrow;

/// <summary>The layout of each type.</summary>
internal static class ArrayLayouts
{
    public static ArrayLayout Of(ArrowType type) => type.TypeId switch
    {
        ArrowTypeId.Null => ArrayLayout.Null,
        ArrowTypeId.Boolean => ArrayLayout.Bits,
        ArrowTypeId.String or ArrowTypeId.Binary => ArrayLayout.Variable32,
        ArrowTypeId.LargeString or ArrowTypeId.LargeBinary => ArrayLayout.Variable64,
        ArrowTypeId.List or ArrowTypeId.Map => ArrayLayout.List32,
        ArrowTypeId.LargeList => ArrayLayout.List64,
        ArrowTypeId.Struct => ArrayLayout.Struct,
        ArrowTypeId.Dictionary => ArrayLayout.Dictionary,
        _ => ArrayLayout.Fixed,
    };

    /// <summary>The number of buffers, validity included.</summary>
    public static int BufferCount(ArrayLayout layout) => layout switch
    {
        ArrayLayout.Null => 0,
        ArrayLayout.Struct or ArrayLayout.List32 or ArrayLayout.List64 => layout == ArrayLayout.Struct ? 1 : 2,
        ArrayLayout.Variable32 or ArrayLayout.Variable64 => 3,
        _ => 2,
    };

    /// <summary>The bytes of a value, of an index, or of an offset; 0 where there is no such width.</summary>
    public static int Width(ArrowType type) => type.TypeId switch
    {
        ArrowTypeId.Int8 or ArrowTypeId.UInt8 => 1,
        ArrowTypeId.Int16 or ArrowTypeId.UInt16 or ArrowTypeId.HalfFloat => 2,
        ArrowTypeId.Int32 or ArrowTypeId.UInt32 or ArrowTypeId.Float or ArrowTypeId.Date32 or ArrowTypeId.Time32 or ArrowTypeId.IntervalYearMonth => 4,
        ArrowTypeId.Int64 or ArrowTypeId.UInt64 or ArrowTypeId.Double or ArrowTypeId.Date64 or ArrowTypeId.Time64 or ArrowTypeId.Timestamp
            or ArrowTypeId.Duration or ArrowTypeId.IntervalDayTime => 8,
        ArrowTypeId.Decimal128 or ArrowTypeId.IntervalMonthDayNanosecond => 16,
        ArrowTypeId.Decimal256 => 32,
        ArrowTypeId.FixedSizeBinary => ((FixedSizeBinaryType)type).ByteWidth,
        ArrowTypeId.String or ArrowTypeId.Binary or ArrowTypeId.List or ArrowTypeId.Map => 4,
        ArrowTypeId.LargeString or ArrowTypeId.LargeBinary or ArrowTypeId.LargeList => 8,
        ArrowTypeId.Dictionary => Width(((DictionaryType)type).IndexType),
        _ => 0,
    };

    /// <summary>The fields of the child arrays; those of a dictionary's values are not among them.</summary>
    public static ImmutableArray<Field> Children(ArrowType type) => type is NestedArrowType nested ? nested.Fields : [];
}
