using System.Globalization;

namespace Odps.Net.Arrow;

/// <summary>Reads the schema table of a message. Depth, the number of fields and the length of texts are bounded by the metadata, whatever it refers to twice.</summary>
internal ref struct SchemaDecoder
{
    private const int MaxFields = 1 << 16;

    private readonly Dictionary<DictionaryType, long> _dictionaryIds;
    private readonly int _maxDepth;
    private long _textBudget;
    private int _fields;

    private SchemaDecoder(int metadataLength, int maxDepth, Dictionary<DictionaryType, long> dictionaryIds)
    {
        _textBudget = 1024 + (16L * metadataLength);
        _maxDepth = maxDepth;
        _dictionaryIds = dictionaryIds;
    }

    /// <param name="table">The schema table.</param>
    /// <param name="metadataLength">The length of the message's metadata.</param>
    /// <param name="maxDepth">How deep types may be nested.</param>
    /// <param name="dictionaryIds">Receives the id of each dictionary type, found by the type object.</param>
    public static Schema Decode(FlatTable table, int metadataLength, int maxDepth, Dictionary<DictionaryType, long> dictionaryIds)
    {
        if (table.GetInt16(0) != 0)
        {
            throw new OdpsDataException("the schema announces big-endian data, which is not supported; only little-endian data is");
        }

        var decoder = new SchemaDecoder(metadataLength, maxDepth, dictionaryIds);
        Field[] fields = decoder.ReadFields(table, 1, 1);
        return new Schema(fields, decoder.ReadMetadata(table, 2));
    }

    private Field[] ReadFields(FlatTable table, int id, int depth)
    {
        int count = table.GetTableCount(id);
        _fields += count;
        if (_fields > MaxFields)
        {
            throw new OdpsDataException(string.Create(CultureInfo.InvariantCulture, $"the schema has more than {MaxFields} fields"));
        }

        if (count > 0 && depth > _maxDepth)
        {
            throw new OdpsDataException(string.Create(CultureInfo.InvariantCulture, $"the schema is nested deeper than {_maxDepth} levels"));
        }

        var fields = new Field[count];
        for (int i = 0; i < count; i++)
        {
            fields[i] = ReadField(table.GetTable(id, i), depth);
        }

        return fields;
    }

    private Field ReadField(FlatTable table, int depth)
    {
        string name = table.GetString(0, ref _textBudget) ?? "";
        Field[] children = ReadFields(table, 5, depth + 1);
        ArrowType type;
        try
        {
            type = ReadType(table, children);
            if (table.TryGetTable(4, out FlatTable dictionary))
            {
                ArrowType indexType = dictionary.TryGetTable(1, out FlatTable index) ? ReadInt(index) : ArrowType.Int32;
                var encoded = ArrowType.Dictionary(indexType, type, dictionary.GetBoolean(2));
                _dictionaryIds.Add(encoded, dictionary.GetInt64(0));
                type = encoded;
            }
        }
        catch (ArgumentException cause)
        {
            throw new OdpsDataException($"the type of field '{name}' is not valid: {cause.Message}", cause) { Column = name };
        }
        catch (OdpsDataException cause) when (cause.Column is null)
        {
            throw new OdpsDataException($"field '{name}': {cause.Message}", cause) { Column = name };
        }

        return new Field(name, type, table.GetBoolean(1), ReadMetadata(table, 6));
    }

    private KeyValueMetadata ReadMetadata(FlatTable table, int id)
    {
        int count = table.GetTableCount(id);
        if (count == 0)
        {
            return KeyValueMetadata.Empty;
        }

        _textBudget -= count;
        if (_textBudget < 0)
        {
            throw new OdpsDataException("the schema has more key and value pairs than its metadata has bytes");
        }

        var pairs = new KeyValuePair<string, string>[count];
        for (int i = 0; i < count; i++)
        {
            FlatTable pair = table.GetTable(id, i);
            pairs[i] = new(pair.GetString(0, ref _textBudget) ?? "", pair.GetString(1, ref _textBudget) ?? "");
        }

        return new KeyValueMetadata(pairs);
    }

    private ArrowType ReadType(FlatTable field, Field[] children)
    {
        var code = (IpcTypeCode)field.GetByte(2);
        field.TryGetTable(3, out FlatTable type);
        return code switch
        {
            IpcTypeCode.Null => ArrowType.Null,
            IpcTypeCode.Int => ReadInt(type),
            IpcTypeCode.FloatingPoint => type.GetInt16(0) switch
            {
                0 => ArrowType.HalfFloat,
                1 => ArrowType.Float,
                2 => ArrowType.Double,
                var other => throw Unsupported($"floating point of precision {other}"),
            },
            IpcTypeCode.Binary => ArrowType.Binary,
            IpcTypeCode.Utf8 => ArrowType.String,
            IpcTypeCode.LargeBinary => ArrowType.LargeBinary,
            IpcTypeCode.LargeUtf8 => ArrowType.LargeString,
            IpcTypeCode.Bool => ArrowType.Boolean,
            IpcTypeCode.Decimal => type.GetInt32(2, 128) switch
            {
                128 => ArrowType.Decimal128(type.GetInt32(0), type.GetInt32(1)),
                256 => ArrowType.Decimal256(type.GetInt32(0), type.GetInt32(1)),
                var width => throw Unsupported($"decimal of {width} bits"),
            },
            IpcTypeCode.Date => type.GetInt16(0, 1) switch
            {
                0 => ArrowType.Date32,
                1 => ArrowType.Date64,
                var unit => throw Unsupported($"date of unit {unit}"),
            },
            IpcTypeCode.Time => type.GetInt32(1, 32) == 32 ? ArrowType.Time32(ReadUnit(type, 1)) : ArrowType.Time64(ReadUnit(type, 1)),
            IpcTypeCode.Timestamp => ArrowType.Timestamp(ReadUnit(type, 0), type.GetString(1, ref _textBudget)),
            IpcTypeCode.Duration => ArrowType.Duration(ReadUnit(type, 1)),
            IpcTypeCode.Interval => type.GetInt16(0) switch
            {
                0 => ArrowType.IntervalYearMonth,
                1 => ArrowType.IntervalDayTime,
                2 => ArrowType.IntervalMonthDayNanosecond,
                var unit => throw Unsupported($"interval of unit {unit}"),
            },
            IpcTypeCode.FixedSizeBinary => ArrowType.FixedSizeBinary(type.GetInt32(0)),
            IpcTypeCode.List => ArrowType.List(OnlyChild(children)),
            IpcTypeCode.LargeList => ArrowType.LargeList(OnlyChild(children)),
            IpcTypeCode.Struct => ArrowType.Struct(children),
            IpcTypeCode.Map => ArrowType.Map(OnlyChild(children), type.GetBoolean(0)),
            _ => throw Unsupported(Enum.IsDefined(code) ? code.ToString() : $"number {(byte)code}"),
        };
    }

    private static ArrowType ReadInt(FlatTable type) => (type.GetInt32(0), type.GetBoolean(1)) switch
    {
        (8, true) => ArrowType.Int8,
        (16, true) => ArrowType.Int16,
        (32, true) => ArrowType.Int32,
        (64, true) => ArrowType.Int64,
        (8, false) => ArrowType.UInt8,
        (16, false) => ArrowType.UInt16,
        (32, false) => ArrowType.UInt32,
        (64, false) => ArrowType.UInt64,
        var (width, _) => throw Unsupported($"integer of {width} bits"),
    };

    private static TimeUnit ReadUnit(FlatTable type, short absent) => type.GetInt16(0, absent) is >= 0 and <= 3 and short unit
        ? (TimeUnit)unit
        : throw Unsupported("time in a unit that is not known");

    private static Field OnlyChild(Field[] children) => children.Length == 1
        ? children[0]
        : throw new OdpsDataException(string.Create(CultureInfo.InvariantCulture, $"a list or map has {children.Length} child fields; it must have one"));

    private static OdpsDataException Unsupported(string what) => new($"the Arrow type '{what}' is not supported");
}
