using System.Globalization;
using System.Text.Json;
using Odps.Net.Tests.Tunnel.Wire;
using Odps.Net.Tunnel;
using Odps.Net.Tunnel.Wire;

namespace Odps.Net.Tests.Tunnel.Upsert;

/// <summary>The hash functions against the numbers that other clients have.</summary>
public class KeyHashTests
{
    [Fact]
    public void Every_key_value_has_the_agreed_hash_in_its_encoded_row()
    {
        int checkedEntries = 0;
        foreach (JsonElement entry in UpsertVectors.Json("upsert-hash").GetProperty("entries").EnumerateArray())
        {
            string status = entry.GetProperty("status").GetString()!;
            if (status is not ("agreed" or "java-only"))
            {
                continue;
            }

            var type = OdpsType.Parse(entry.GetProperty("type").GetString()!);
            object value = VectorValue.Parse(type, entry.GetProperty("value"))!;
            int expected = KeyHash.Combine(entry.GetProperty("hash").GetInt32());
            int actual = type is DecimalType decimalType
                ? KeyHash.Combine(KeyHash.OfDecimal(Hasher(entry), (OdpsDecimal)value, decimalType))
                : Hash(Hasher(entry), (type, value));
            Assert.True(expected == actual, entry.GetRawText());
            checkedEntries++;
        }

        Assert.True(checkedEntries > 270, checkedEntries.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Decimals_that_fit_their_type_have_the_agreed_hash_in_their_encoded_row()
    {
        int checkedEntries = 0;
        foreach (JsonElement entry in UpsertVectors.Json("upsert-hash").GetProperty("entries").EnumerateArray())
        {
            if (OdpsType.Parse(entry.GetProperty("type").GetString()!) is DecimalType type
                && VectorValue.Parse(type, entry.GetProperty("value")) is OdpsDecimal value
                && value.TrimTrailingZeros().Scale <= type.Scale)
            {
                Assert.True(KeyHash.Combine(entry.GetProperty("hash").GetInt32()) == Hash(Hasher(entry), (type, value)), entry.GetRawText());
                checkedEntries++;
            }
        }

        Assert.True(checkedEntries > 30, checkedEntries.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Keys_of_several_columns_go_to_the_agreed_buckets()
    {
        foreach (JsonElement row in UpsertVectors.Json("upsert-hash").GetProperty("rows").EnumerateArray())
        {
            (OdpsType Type, object Value)[] keys = [.. row.GetProperty("keys").EnumerateArray()
                .Where(k => k.GetProperty("value").ValueKind != JsonValueKind.Null)
                .Select(k => OdpsType.Parse(k.GetProperty("type").GetString()!) is var type ? (type, VectorValue.Parse(type, k.GetProperty("value"))!) : default)];
            int hash = Hash(Hasher(row), keys);
            Assert.True(row.GetProperty("combined").GetInt32() == hash, row.GetRawText());
            foreach (JsonProperty bucket in row.GetProperty("bucketOf").EnumerateObject())
            {
                Assert.Equal(bucket.Value.GetInt32(), hash % int.Parse(bucket.Name, CultureInfo.InvariantCulture));
            }
        }
    }

    [Fact]
    public void Binary_keys_on_which_clients_disagree_are_refused()
    {
        JsonElement[] disputed = [.. UpsertVectors.Json("upsert-hash").GetProperty("entries").EnumerateArray().Where(e => e.GetProperty("status").GetString() == "disputed")];
        Assert.Equal(6, disputed.Length);
        foreach (JsonElement entry in disputed)
        {
            OdpsDataException failure = Assert.Throws<OdpsDataException>(
                () => Hash(Hasher(entry), (OdpsType.Binary, Convert.FromHexString(entry.GetProperty("value").GetString()!))));
            Assert.Equal("c0", failure.Column);
            Assert.Contains("printable ASCII", failure.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("json")]
    [InlineData("interval_year_month")]
    [InlineData("array<bigint>")]
    [InlineData("map<string,bigint>")]
    [InlineData("struct<a:bigint>")]
    public void Key_columns_without_a_known_hash_are_refused(string type)
    {
        NotSupportedException failure = Assert.Throws<NotSupportedException>(() => new RowKey(RecordStreams.Columns(type), [0], UpsertHasher.Default));
        Assert.Contains("'c0'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_NaN_have_one_hash()
    {
        Assert.Equal(KeyHash.OfFloat(UpsertHasher.Default, 0x7FC0_0000), KeyHash.OfFloat(UpsertHasher.Default, 0xFFC0_0001));
        Assert.Equal(KeyHash.OfDouble(UpsertHasher.Default, 0x7FF8_0000_0000_0000), KeyHash.OfDouble(UpsertHasher.Default, 0xFFF8_0000_0000_0001));
    }

    [Fact]
    public void Combined_hash_is_never_negative()
    {
        const int seed = 5;
        var random = new Random(seed);
        for (int i = 0; i < 100_000; i++)
        {
            int sum = random.Next(int.MinValue, int.MaxValue);
            Assert.True(KeyHash.Combine(sum) >= 0, $"seed {seed}: {sum}");
        }

        Assert.True(KeyHash.Combine(int.MinValue) >= 0);
    }

    [Fact]
    public void Key_behind_columns_of_every_kind_is_found()
    {
        string[] types =
        [
            "bigint", "int", "boolean", "float", "double", "string", "timestamp", "decimal(10,2)", "array<string>", "map<string,array<bigint>>", "struct<a:string,b:double>", "binary", "date", "bigint",
        ];
        ColumnCollection columns = RecordStreams.Columns(types);
        var record = new Record(columns);
        UpsertVectors.Fill(
            record, 1L, 2, true, 1.5f, 2.5, "text", new OdpsTimestamp(-5, 7), 1.25m, new object?[] { "a", null }, new OdpsMap([new("k", new object?[] { 1L, null })]), new object?[] { "x", null }, new byte[] { 1 }, new DateOnly(2024, 1, 1), 1099511627776L);
        var key = new RowKey(columns, [13], UpsertHasher.Default);

        Assert.Equal(KeyHash.Combine(KeyHash.OfInt64(UpsertHasher.Default, 1099511627776L)), HashOf(key, columns, record));
    }

    private static UpsertHasher Hasher(JsonElement json) => json.GetProperty("hasher").GetString() == "legacy" ? UpsertHasher.Legacy : UpsertHasher.Default;

    private static int Hash(UpsertHasher hasher, params (OdpsType Type, object Value)[] keys)
    {
        var columns = new ColumnCollection(keys.Select((k, i) => new Column(string.Create(CultureInfo.InvariantCulture, $"c{i}"), k.Type)));
        var record = new Record(columns);
        for (int i = 0; i < keys.Length; i++)
        {
            record[i] = keys[i].Value;
        }

        return HashOf(new RowKey(columns, [.. Enumerable.Range(0, keys.Length)], hasher), columns, record);
    }

    private static int HashOf(RowKey key, ColumnCollection columns, Record record)
    {
        using var encoder = new RecordStreamEncoder(columns, RecordStreamOptions.Default);
        encoder.WriteRecord(record.Slots);
        return key.Hash(encoder.Pending.Span, wholeRow: true);
    }
}
