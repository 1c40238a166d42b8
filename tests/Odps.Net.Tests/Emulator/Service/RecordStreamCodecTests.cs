using System.Globalization;
using System.Text;
using Odps.Net.Emulator;
using Odps.Net.Emulator.Tunnel;

namespace Odps.Net.Tests.Emulator.Service;

/// <summary>The emulator's own record codec against bodies that other clients wrote.</summary>
public sealed class RecordStreamCodecTests
{
    private static readonly ColumnCollection TwoColumns = [new("a", OdpsType.BigInt), new("b", OdpsType.String)];

    public static TheoryData<string> Bodies =>
    [
        "all-types", "arrays", "binary", "booleans", "compiled-booleans", "compiled-integers", "dates", "datetimes-shanghai", "datetimes-utc", "decimals",
        "decimals-exponent", "empty", "empty-deflate", "floats", "integers", "intervals", "json", "maps", "nested", "one-row", "one-row-all-null",
        "partitioned-schema", "small-deflate", "small-deflate-java", "strings", "structs", "thousand-rows", "thousand-rows-deflate", "timestamps-shanghai",
        "timestamps-utc", "two-rows", "vectors", "wide-1200",
    ];

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Decoder_reads_the_bodies_of_other_clients(string name)
    {
        var vector = RecordVector.Load(name);
        List<object?[]> rows = RecordStreamDecoder.Decode(vector.Raw, vector.Columns);
        string[] expected = [.. vector.Records.EnumerateArray().Select(RecordVector.Format)];
        string[] actual = [.. rows.Select((row, i) => vector.IsSparse ? Sparse(vector, row) : Dense(vector, row, name == "decimals-exponent" ? expected[i] : null))];
        Assert.Equal(expected, actual);
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Encoder_writes_the_same_bytes(string name)
    {
        var vector = RecordVector.Load(name);
        List<object?[]> rows = RecordStreamDecoder.Decode(vector.Raw, vector.Columns);
        byte[] written = Encode(vector.Columns, rows, null);
        if (vector.IsCanonical)
        {
            Assert.Equal(Convert.ToHexString(vector.Raw), Convert.ToHexString(written));
        }
        else
        {
            Assert.Equal(
                rows.Select(r => Dense(vector, r, null)),
                RecordStreamDecoder.Decode(written, vector.Columns).Select(r => Dense(vector, r, null)));
        }
    }

    [Fact]
    public void Encoder_puts_the_metrics_between_count_and_checksum()
    {
        var vector = RecordVector.Load("download-metrics");
        byte[] written = Encode(vector.Columns, [[1L, "a"], [2L, "b"], [null, "中"]], vector.Metrics);
        Assert.Equal(Convert.ToHexString(vector.Raw), Convert.ToHexString(written));
    }

    [Fact]
    public void Checksum_of_the_nine_digits_is_the_published_one()
    {
        Crc32C checksum = default;
        checksum.Add("123456789"u8);
        Assert.Equal(0xE3069283, checksum.Value);
    }

    [Fact]
    public void Decoder_rejects_a_body_without_footer_as_incomplete()
    {
        var vector = RecordVector.Load("truncated-no-footer");
        EmulatorException error = Assert.Throws<EmulatorException>(() => RecordStreamDecoder.Decode(vector.Raw, vector.Columns));
        Assert.Equal(("IncompleteBody", 400), (error.Code, error.Status));
    }

    [Fact]
    public void Decoder_rejects_a_wrong_record_checksum_as_corrupted()
    {
        var vector = RecordVector.Load("bad-record-checksum");
        EmulatorException error = Assert.Throws<EmulatorException>(() => RecordStreamDecoder.Decode(vector.Raw, vector.Columns));
        Assert.Equal(("CorruptedDataStream", 400), (error.Code, error.Status));
    }

    [Fact]
    public void Decoder_rejects_every_proper_prefix_of_a_body()
    {
        byte[] body = RecordVector.Load("two-rows").Raw;
        for (int length = 0; length < body.Length; length++)
        {
            EmulatorException error = Assert.Throws<EmulatorException>(() => RecordStreamDecoder.Decode(body[..length], TwoColumns));
            Assert.True(error.Code is "IncompleteBody" or "CorruptedDataStream", string.Create(CultureInfo.InvariantCulture, $"{length} bytes: {error.Code}"));
        }
    }

    [Fact]
    public void Decoder_rejects_or_survives_every_flipped_bit_without_another_exception()
    {
        var vector = RecordVector.Load("all-types");
        for (int bit = 0; bit < vector.Raw.Length * 8; bit++)
        {
            byte[] body = [.. vector.Raw];
            body[bit / 8] ^= (byte)(1 << (bit % 8));
            Exception? error = Xunit.Record.Exception(() => RecordStreamDecoder.Decode(body, vector.Columns));
            Assert.True(error is null or EmulatorException, string.Create(CultureInfo.InvariantCulture, $"bit {bit}: {error}"));
        }
    }

    [Theory]
    [InlineData("f0ffff7f00f8ffff7f0000", "MalformedDataStream")] // a byte behind the footer
    [InlineData("f0ffff7f02f8ffff7f00", "CorruptedDataStream")] // one record counted, none there
    [InlineData("f0ffff7f00f8ffff7f01", "CorruptedDataStream")] // wrong checksum of the stream
    [InlineData("1a0161", "MalformedDataStream")] // column 3 of two
    [InlineData("080212ffffffff0761", "IncompleteBody")] // a text of 2 GiB
    [InlineData("120161f0ffff7f00f8ffff7f00", "MalformedDataStream")] // a footer inside a record
    [InlineData("0a0161", "MalformedDataStream")] // a text in the place of a BIGINT
    public void Decoder_rejects_a_broken_stream(string hex, string code)
    {
        EmulatorException error = Assert.Throws<EmulatorException>(() => RecordStreamDecoder.Decode(Convert.FromHexString(hex), TwoColumns));
        Assert.Equal(code, error.Code);
    }

    [Fact]
    public void Decoder_rejects_values_that_do_not_fit_their_columns()
    {
        Assert.Contains("200 is not from -128 to 127", Rejection(new("c", OdpsType.TinyInt), OdpsType.BigInt, 200L), StringComparison.Ordinal);
        Assert.Contains("4 characters", Rejection(new("c", OdpsType.VarChar(3)), OdpsType.String, "abcd"), StringComparison.Ordinal);
        Assert.Contains("not UTF-8", Rejection(new("c", OdpsType.String), OdpsType.Binary, (byte[])[0xff, 0xfe]), StringComparison.Ordinal);
        Assert.Contains("more digits", Rejection(new("c", OdpsType.Decimal(4, 1)), OdpsType.String, "1.25"), StringComparison.Ordinal);
        Assert.Contains("more digits", Rejection(new("c", OdpsType.Decimal(4, 1)), OdpsType.String, "1234"), StringComparison.Ordinal);
        Assert.Contains("NOT NULL", Rejection(new("c", OdpsType.String, isNullable: false), OdpsType.String, null), StringComparison.Ordinal);
    }

    [Fact]
    public void Decoder_reads_an_interval_with_a_negative_fraction()
    {
        // -1 s and -500,000,000 ns, as the Java client may send it: 01 and the zigzag of -500000000.
        byte[] body = Convert.FromHexString("0a01ff93ebdc03");
        Crc32C checksum = default;
        checksum.AddInt32(1);
        checksum.AddInt64(-1);
        checksum.AddInt32(-500_000_000);
        ColumnCollection columns = [new("d", OdpsType.IntervalDayTime)];
        byte[] whole = [.. body, .. Convert.FromHexString("80c0ff7f"), .. Varint(checksum.Value), .. Footer(checksum.Value)];
        Assert.Equal(new IntervalDayTime(-2, 500_000_000), Assert.Single(RecordStreamDecoder.Decode(whole, columns))[0]);
    }

    private static byte[] Footer(uint recordChecksum)
    {
        Crc32C checksum = default;
        checksum.AddInt32((int)recordChecksum);
        return [.. Convert.FromHexString("f0ffff7f02f8ffff7f"), .. Varint(checksum.Value)];
    }

    private static byte[] Varint(uint value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        return [.. bytes, (byte)value];
    }

    /// <summary>What the decoder says to a value that was written as another type with the same form.</summary>
    private static string Rejection(Column column, OdpsType writtenAs, object? value)
    {
        byte[] body = Encode([new("c", writtenAs)], [[value]], null);
        EmulatorException error = Assert.Throws<EmulatorException>(() => RecordStreamDecoder.Decode(body, [column]));
        Assert.Equal("MalformedDataStream", error.Code);
        return error.Message;
    }

    private static byte[] Encode(ColumnCollection columns, IEnumerable<object?[]> rows, string? metrics)
    {
        using var body = new MemoryStream();
        var encoder = new RecordStreamEncoder(columns, body);
        foreach (object?[] row in rows)
        {
            encoder.Write(row);
        }

        encoder.WriteFooter(metrics);
        return body.ToArray();
    }

    /// <param name="vector">The vector.</param>
    /// <param name="row">The row.</param>
    /// <param name="exponentForm">The expected texts where the body has decimals with exponents: compared by value.</param>
    private static string Dense(RecordVector vector, object?[] row, string? exponentForm)
    {
        string[]? texts = exponentForm?.Trim('[', ']').Split(',');
        return $"[{string.Join(",", row.Select((value, i) => texts is not null && value is OdpsDecimal number && number == OdpsDecimal.Parse(texts[i])
            ? texts[i]
            : RecordVector.Format(vector.Columns[i].Type, value)))}]";
    }

    private static string Sparse(RecordVector vector, object?[] row)
    {
        var text = new StringBuilder();
        for (int i = 0; i < row.Length; i++)
        {
            if (row[i] is not null)
            {
                text.Append(text.Length > 0 ? "," : "").Append(i + 1).Append(':').Append(RecordVector.Format(vector.Columns[i].Type, row[i]));
            }
        }

        return $"{{{text}}}";
    }
}
