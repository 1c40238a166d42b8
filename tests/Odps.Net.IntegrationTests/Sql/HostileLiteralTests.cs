using System.Globalization;
using System.Text;

namespace Odps.Net.IntegrationTests.Sql;

/// <summary>Random values of every type go out as literals and come back through the parser of the emulator, whose code knows nothing of the SDK's.</summary>
public sealed class HostileLiteralTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private const int Seed = 20261128;
    private const int Statements = 64;
    private const int ValuesPerStatement = 160;

    private static readonly string[] Pieces =
    [
        "'", "\"", "`", "\\", "\\'", "\\\\", ";", "--", "/*", "*/", "\n", "\r", "\r\n", "\t", "\b", "\0", "\u0001", "\u001a", "\u007f", "\u0085", "\u2028", "\ufeff", "\ufffe",
        "😀", "数据", "é", "e\u0301", "%", "_", "\\%", "\\_", "\\n", "\\u0041", "\\101", "\\0", "12", "{0}", "${x}", ":id", "@v", "?", " or 1=1", ") drop table t", "]]>", "<a>", "&amp;", "NULL", "\\N", " ", "a",
    ];

    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    private readonly OdpsClient _client = fixture.Client;

    [Fact]
    public async Task Ten_thousand_random_values_come_back_as_they_went_out()
    {
        var random = new Random(Seed);
        var options = new SqlOptions
        {
            Hints = new Dictionary<string, string> { ["odps.sql.type.system.odps2"] = "true", ["odps.sql.timezone"] = "Asia/Shanghai" },
        };
        int compared = 0;
        for (int i = 0; i < Statements; i++)
        {
            object?[] values = [.. Enumerable.Range(0, ValuesPerStatement).Select(_ => Value(random, depth: 0))];
            SqlStatement statement = $"select ";
            for (int v = 0; v < values.Length; v++)
            {
                statement.AppendLiteral(v == 0 ? "" : ", ");
                statement.AppendFormatted(values[v]);
                statement.AppendLiteral(string.Create(CultureInfo.InvariantCulture, $" as c{v}"));
            }

            await using QueryResult result = await _client.Sql.QueryAsync(statement, options);
            Record row = await result.ReadRecordsAsync().SingleAsync();
            Assert.Equal(values.Length, row.Count);
            for (int v = 0; v < values.Length; v++)
            {
                string where = $"seed {Seed}, statement {i}, value {v}: {values[v]?.GetType().Name}";
                Assert.True(AreSame(Expected(values[v]), row[v]), $"{where}: {Show(values[v])} came back as {row.Columns[v].Type} {Show(row[v])}");
                Assert.True(values[v] is null || row.Columns[v].Type.Kind == Kind(values[v]!), $"{where} has type {row.Columns[v].Type}");
                compared++;
            }
        }

        Assert.True(compared >= 10_000, $"{compared} values were compared");
    }

    [Fact]
    public async Task Hostile_texts_survive_in_a_table_and_find_their_row()
    {
        var random = new Random(Seed);
        string name = fixture.NewTableName();
        await _client.Tables.CreateAsync(name, "id bigint, v string");
        string[] texts = [.. Enumerable.Range(0, 100).Select(_ => Text(random))];
        SqlStatement insert = $"insert into {new Identifier(name)} values ";
        for (int i = 0; i < texts.Length; i++)
        {
            insert.AppendLiteral(i == 0 ? "(" : ", (");
            insert.AppendFormatted((long)i);
            insert.AppendLiteral(", ");
            insert.AppendFormatted(texts[i]);
            insert.AppendLiteral(")");
        }

        await _client.Sql.ExecuteAsync(insert);
        for (int i = 0; i < texts.Length; i += 10)
        {
            await using QueryResult found = await _client.Sql.QueryAsync($"select id, v from {new Identifier(name)} where v = {texts[i]} and id = {(long)i}");
            Record row = await found.ReadRecordsAsync().SingleAsync();
            Assert.Equal(texts[i], row.GetString("v"));
        }
    }

    private static object? Value(Random random, int depth) => random.Next(depth == 0 ? 40 : 21) switch
    {
        0 => depth == 0 ? null : Text(random),
        1 => random.Next(2) == 0,
        2 => (sbyte)random.Next(sbyte.MinValue, sbyte.MaxValue + 1),
        3 => (short)random.Next(short.MinValue, short.MaxValue + 1),
        4 => random.Next(10) switch { 0 => int.MinValue, 1 => int.MaxValue, _ => random.Next(int.MinValue, int.MaxValue) },
        5 => random.Next(10) switch { 0 => long.MinValue, 1 => long.MaxValue, _ => random.NextInt64(long.MinValue, long.MaxValue) },
        6 => Real(random),
        7 => random.Next(8) switch { 0 => float.NaN, 1 => float.NegativeInfinity, _ => (float)(Math.Tan(random.NextDouble() * 3) * Math.Pow(10, random.Next(-30, 30))) },
        8 => new decimal(random.Next(), random.Next(), random.Next(100), random.Next(2) == 0, (byte)random.Next(0, 18)),
        9 => new DateOnly(1, 1, 1).AddDays(random.Next(3_652_058)),
        10 => DateTimeOffset.FromUnixTimeMilliseconds(random.NextInt64(-30_000_000_000_000, 200_000_000_000_000)),
        11 => DateTimeOffset.FromUnixTimeSeconds(random.NextInt64(-30_000_000_000, 200_000_000_000)),
        12 => new OdpsTimestamp(random.NextInt64(1_600_000_000, 100_000_000_000), random.Next(1_000_000_000)),
        13 => new OdpsTimestampNtz(random.NextInt64(-30_000_000_000, 100_000_000_000), random.Next(3) == 0 ? 0 : random.Next(1_000_000_000)),
        14 => new IntervalDayTime(random.NextInt64(-10_000_000_000, 10_000_000_000), random.Next(3) == 0 ? 0 : random.Next(1_000_000_000)),
        15 => new IntervalYearMonth(random.Next(-IntervalYearMonth.MaxTotalMonths, IntervalYearMonth.MaxTotalMonths + 1)),
        16 => Bytes(random),
        21 => Enumerable.Range(0, random.Next(1, 5)).Select(_ => (object?)Text(random)).ToArray(),
        22 => new OdpsMap([new(Text(random) + "1", random.NextInt64()), new(Text(random) + "2", null)]),
        23 => new OdpsStruct((StructType)OdpsType.Parse("struct<a:bigint,b:string>"), random.NextInt64(), Text(random)),
        24 => (byte)random.Next(256),
        25 => (ushort)random.Next(65536),
        26 => (uint)random.NextInt64(uint.MaxValue + 1L),
        27 => (ulong)random.NextInt64() * (ulong)random.Next(1, 3),
        28 => "'\"`\\;-é数"[random.Next(8)],
        29 => new Guid(Enumerable.Range(0, 16).Select(_ => (byte)random.Next(256)).ToArray()),
        30 => (ReadOnlyMemory<byte>)Bytes(random),
        31 => DateTime.UnixEpoch.AddMilliseconds(random.NextInt64(200_000_000_000_000)),
        32 => new DateTime(2001, 1, 1).AddMilliseconds(random.NextInt64(1_000_000_000_000)),
        33 => TimeSpan.FromTicks(random.NextInt64(-100_000_000_000_000, 100_000_000_000_000)),
        34 => new OdpsDecimal(new Int128((ulong)random.NextInt64(1_000_000_000_000), (ulong)random.NextInt64()) * (random.Next(2) == 0 ? 1 : -1), random.Next(0, 18)),
        35 => new Dictionary<string, string> { [Text(random) + "1"] = Text(random), [Text(random) + "2"] = Text(random) },
        36 => new object?[] { new object?[] { Text(random), null }, new object?[] { Text(random) } },
        37 => SqlValue.Of(Text(random), OdpsType.Parse("varchar(200)")),
        38 => SqlValue.Of(System.Text.Json.JsonSerializer.Serialize(new[] { Text(random) }), OdpsType.Json),
        39 => SqlValue.Of(null, OdpsType.Parse("struct<a:bigint,b:string>")),
        _ => Text(random),
    };

    private static double Real(Random random) => random.Next(12) switch
    {
        0 => double.NaN,
        1 => double.PositiveInfinity,
        2 => double.NegativeInfinity,
        3 => double.Epsilon,
        4 => double.MaxValue,
        5 => 0,
        _ => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)) is var d && double.IsNaN(d) ? 1.5 : d,
    };

    private static byte[] Bytes(Random random)
    {
        byte[] bytes = new byte[random.Next(0, 20)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static string Text(Random random)
    {
        var text = new StringBuilder();
        for (int count = random.Next(0, 12); count > 0; count--)
        {
            text.Append(Pieces[random.Next(Pieces.Length)]);
        }

        return text.ToString();
    }

    private static object? Expected(object? value) => value switch
    {
        decimal d => OdpsDecimal.FromDecimal(d),
        byte n => (short)n,
        ushort n => (int)n,
        uint n => (long)n,
        ulong n => new OdpsDecimal(n, 0),
        char c => c.ToString(),
        Guid id => id.ToString(),
        ReadOnlyMemory<byte> bytes => bytes.ToArray(),
        DateTime { Kind: DateTimeKind.Utc } time => new DateTimeOffset(time),
        DateTime time => new DateTimeOffset(time, Zone.GetUtcOffset(time)).ToUniversalTime(),
        TimeSpan span => IntervalDayTime.FromTimeSpan(span),
        Dictionary<string, string> map => new OdpsMap(map.Select(e => KeyValuePair.Create<object, object?>(e.Key, e.Value))),
        SqlValue typed => typed.Value,
        _ => value,
    };

    private static OdpsTypeKind Kind(object value) => value switch
    {
        bool => OdpsTypeKind.Boolean,
        sbyte => OdpsTypeKind.TinyInt,
        short => OdpsTypeKind.SmallInt,
        int => OdpsTypeKind.Int,
        byte => OdpsTypeKind.SmallInt,
        ushort => OdpsTypeKind.Int,
        uint => OdpsTypeKind.BigInt,
        ulong or OdpsDecimal => OdpsTypeKind.Decimal,
        char or Guid => OdpsTypeKind.String,
        ReadOnlyMemory<byte> => OdpsTypeKind.Binary,
        DateTime => OdpsTypeKind.DateTime,
        TimeSpan => OdpsTypeKind.IntervalDayTime,
        Dictionary<string, string> => OdpsTypeKind.Map,
        SqlValue typed => typed.Type.Kind,
        long => OdpsTypeKind.BigInt,
        float => OdpsTypeKind.Float,
        double => OdpsTypeKind.Double,
        decimal => OdpsTypeKind.Decimal,
        string => OdpsTypeKind.String,
        byte[] => OdpsTypeKind.Binary,
        DateOnly => OdpsTypeKind.Date,
        DateTimeOffset => OdpsTypeKind.DateTime,
        OdpsTimestamp => OdpsTypeKind.Timestamp,
        OdpsTimestampNtz => OdpsTypeKind.TimestampNtz,
        IntervalDayTime => OdpsTypeKind.IntervalDayTime,
        IntervalYearMonth => OdpsTypeKind.IntervalYearMonth,
        OdpsMap => OdpsTypeKind.Map,
        OdpsStruct => OdpsTypeKind.Struct,
        _ => OdpsTypeKind.Array,
    };

    private static bool AreSame(object? expected, object? actual) => (expected, actual) switch
    {
        (byte[] a, byte[] b) => a.SequenceEqual(b),
        (IReadOnlyList<object?> a, IReadOnlyList<object?> b) when expected is not OdpsStruct => a.Count == b.Count && a.Zip(b).All(p => AreSame(p.First, p.Second)),
        _ => Equals(expected, actual),
    };

    private static string Show(object? value) => value switch
    {
        null => "NULL",
        string s => string.Concat(s.Select(c => c is >= ' ' and < '\u007f' ? c.ToString() : $"\\u{(int)c:x4}")),
        byte[] b => Convert.ToHexString(b),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
