namespace Odps.Net.IntegrationTests.Tables;

/// <summary>A random definition of a table that MaxCompute would take; the same seed gives the same one.</summary>
internal sealed record RandomTable(int Seed, TableSchema Schema, CreateTableOptions Options)
{
    internal static readonly string[] Words = ["id", "select", "comment", "order by", "数据", "a`b", "it's", "null", "partition", "x.y", "\"q\"", "from", "_", "table", "1st"];

    internal static readonly string[] Texts =
        ["plain", "it's", "\"quoted\"", "back\\slash\\", "two\nlines", "tab\there", "数据😀", "`tick`", "a;b", "-- no comment", "\\'", "\0\b\r", "' or '1'='1", "null"];

    private static readonly OdpsType[] Simple =
    [
        OdpsType.TinyInt, OdpsType.SmallInt, OdpsType.Int, OdpsType.BigInt, OdpsType.Float, OdpsType.Double, OdpsType.Boolean, OdpsType.String, OdpsType.Json, OdpsType.Binary,
        OdpsType.Date, OdpsType.DateTime, OdpsType.Timestamp, OdpsType.TimestampNtz, OdpsType.Decimal(38, 18), OdpsType.Decimal(1), OdpsType.Char(255), OdpsType.VarChar(65535), OdpsType.LegacyDecimal,
    ];

    public static RandomTable Create(int seed)
    {
        var random = new Random(seed);
        Column[] columns = [.. Enumerable.Range(0, random.Next(1, 7)).Select(i => NewColumn(random, i))];
        Column[] keys = [.. Enumerable.Range(0, random.Next(0, 4)).Select(i => new Column($"{Pick(random, Words)}k{i}", Pick(random, [OdpsType.String, OdpsType.BigInt, OdpsType.Date]), Maybe(random, Texts)))];
        if (random.Next(4) == 0)
        {
            columns = [.. columns, new Column("at`x", OdpsType.Timestamp)];
            keys = [new Column($"{Pick(random, Words)}g", OdpsType.String, Maybe(random, Texts)) { GenerateExpression = $"trunc_time(`at``x`, '{Pick(random, ["year", "month", "day", "hour"])}')" }];
        }

        var schema = new TableSchema(new ColumnCollection(columns), new ColumnCollection(keys));
        return new RandomTable(seed, schema, NewOptions(random, schema));
    }

    private static CreateTableOptions NewOptions(Random random, TableSchema schema)
    {
        CreateTableOptions options = NewBaseOptions(random, schema);
        return options.ShardCount is not null && random.Next(2) == 0 ? options with { HubLifecycleDays = random.Next(1, 30) } : options;
    }

    private static CreateTableOptions NewBaseOptions(Random random, TableSchema schema)
    {
        string[] required = [.. schema.Columns.Where(c => !c.IsNullable).Select(c => c.Name)];
        bool hasKey = required.Length > 0 && random.Next(2) == 0;
        bool isExternal = !hasKey && random.Next(4) == 0;
        return new CreateTableOptions
        {
            IfNotExists = random.Next(2) == 0,
            Comment = Maybe(random, Texts),
            LifecycleDays = random.Next(2) == 0 ? random.Next(1, 1000) : null,
            IsTransactional = hasKey || (!isExternal && random.Next(3) == 0),
            PrimaryKey = hasKey ? required[..random.Next(1, required.Length + 1)] : [],
            WriteBucketCount = hasKey && random.Next(2) == 0 ? random.Next(1, 100) : null,
            DataRetentionHours = hasKey && random.Next(2) == 0 ? random.Next(0, 100) : null,
            StorageTier = !isExternal && random.Next(4) == 0 ? Pick(random, [StorageTier.LowFrequency, StorageTier.LongTerm]) : null,
            Clustering = random.Next(3) == 0 ? NewClustering(random, schema) : null,
            Properties = NewMap(random),
            External = isExternal ? NewStorage(random) : null,
            ShardCount = !hasKey && random.Next(5) == 0 ? random.Next(1, 10) : null,
        };
    }

    private static ExternalStorage NewStorage(Random random) => random.Next(3) switch
    {
        0 => new ExternalStorage { Location = $"oss://b/{Pick(random, Texts)}/", StorageHandler = "com.aliyun.odps.CsvStorageHandler", SerDeProperties = NewMap(random), Resources = Maybe(random, ["a.jar,b.jar"]) },
        1 => new ExternalStorage { Location = $"oss://b/{Pick(random, Texts)}/", SerDeClass = "org.Serde", SerDeProperties = NewMap(random), InputFormat = "in.Format", OutputFormat = "out.Format" },
        _ => new ExternalStorage { Location = $"oss://b/{Pick(random, Texts)}/", StoredAs = Pick(random, ["PARQUET", "ORC", "TEXTFILE"]) },
    };

    private static TableClustering NewClustering(Random random, TableSchema schema)
    {
        string[] names = [.. schema.Columns.Select(c => c.Name)];
        bool isRange = random.Next(2) == 0;
        return new TableClustering
        {
            IsRange = isRange,
            Columns = names[..random.Next(1, names.Length + 1)],
            SortColumns = [.. names[..random.Next(0, names.Length + 1)].Select(n => new SortColumn(n, random.Next(2) == 0))],
            BucketCount = isRange && random.Next(2) == 0 ? null : random.Next(1, 4096),
        };
    }

    internal static Dictionary<string, string> NewMap(Random random)
    {
        var map = new Dictionary<string, string>();
        for (int i = random.Next(0, 3); i > 0; i--)
        {
            map[$"{Pick(random, Texts)}{i}"] = Pick(random, Texts);
        }

        return map;
    }

    private static Column NewColumn(Random random, int index)
    {
        OdpsType type = NewType(random, depth: 3);
        return new Column($"{Pick(random, Words)}{index}", type, Maybe(random, Texts), isNullable: random.Next(3) > 0) { DefaultValue = random.Next(3) == 0 ? NewDefault(random, type) : null };
    }

    private static string? NewDefault(Random random, OdpsType type) => type.Kind switch
    {
        OdpsTypeKind.String or OdpsTypeKind.VarChar => Pick(random, Texts),
        OdpsTypeKind.TinyInt or OdpsTypeKind.Int or OdpsTypeKind.BigInt => Pick(random, ["0", "-5", "100"]),
        OdpsTypeKind.Double => Pick(random, ["1.5", "-0.25"]),
        OdpsTypeKind.Boolean => Pick(random, ["true", "false"]),
        OdpsTypeKind.Date => Pick(random, ["2026-01-01", "date '2026-01-01'"]),
        OdpsTypeKind.Timestamp => "current_timestamp()",
        _ => null,
    };

    private static OdpsType NewType(Random random, int depth) => (depth == 0 ? 0 : random.Next(6)) switch
    {
        5 => OdpsType.Array(NewType(random, depth - 1)),
        4 => OdpsType.Map(Pick(random, [OdpsType.String, OdpsType.BigInt]), NewType(random, depth - 1)),
        3 => OdpsType.Struct([.. Enumerable.Range(0, random.Next(1, 4)).Select(i => new StructField($"{Pick(random, Words)}{i}", NewType(random, depth - 1)))]),
        _ => Pick(random, Simple),
    };

    internal static string? Maybe(Random random, string[] items) => random.Next(2) == 0 ? Pick(random, items) : null;

    internal static T Pick<T>(Random random, T[] items) => items[random.Next(items.Length)];
}
