using Odps.Net.Tests.Compression;
using Odps.Net.Tunnel;
using Odps.Net.Tunnel.Wire;

namespace Odps.Net.Tests.Tunnel.Wire;

/// <summary>Bytes that are not a record stream of the columns: what the error is, and where it says to be.</summary>
public sealed class RecordReaderHostileTests
{
    private const string Footer = "f0ffff7f00f8ffff7f00";

    /// <summary>Types, bytes in hexadecimal, place of the error, column, words of the message.</summary>
    public static TheoryData<string, string, long, string?, string> Malformed => new()
    {
        { "bigint", "08ffffffffffffffffff02", 0, "c0", "at most 64 bits" },
        { "bigint", "08ffffffffffffffffffff01", 0, "c0", "at most 64 bits" },
        { "bigint", "ffffffffffffffffffff01" + Footer, 0, null, "more than 32 bits" },
        { "bigint", "ffffffff7f" + Footer, 0, null, "more than 32 bits" },
        { "bigint", "1002", 0, null, "field number of 1 to 1 expected, 2 found" },
        { "bigint", "0002", 0, null, "field number of 1 to 1 expected, 0 found" },
        { "bigint", "0a02", 0, "c0", "wire type 0 expected, 2 found" },
        { "string", "0802", 0, "c0", "wire type 2 expected, 0 found" },
        { "double", "0d00000000", 0, "c0", "wire type 1 expected, 5 found" },
        { "float", "090000000000000000", 0, "c0", "wire type 5 expected, 1 found" },
        { "bigint,tinyint", "080210feffffffffffffffff01", 2, "c1", "TINYINT expected, 9223372036854775807 found" },
        { "smallint", "08808004", 0, "c0", "SMALLINT expected, 32768 found" },
        { "int", "088080808010", 0, "c0", "INT expected, 2147483648 found" },
        { "tinyint", "088102", 0, "c0", "TINYINT expected, -129 found" },
        { "boolean", "0802", 0, "c0", "0 or 1 expected for a BOOLEAN, 2 found" },
        { "string", "0affffffff0f", 0, "c0", "at most 1048576 bytes expected, one of 4294967295 bytes announced" },
        { "string", "0affffffffffffffffff01", 0, "c0", "announced" },
        { "bigint,binary", "080212818040", 2, "c1", "at most 1048576 bytes" },
        { "timestamp", "0a028080808010", 0, "c0", "nanoseconds of 32 bits" },
        { "array<bigint>", "0a0102", 0, "c0", "0 or 1 expected for the null flag" },
        { "array<bigint>", "0a8080808010", 0, "c0", "announced" },
        { "array<string>", "0a0100ffffffff0f", 0, "c0", "announced" },
        { "array<tinyint>", "0a01008002", 0, "c0", "TINYINT expected, 128 found" },
        { "array<boolean>", "0a010003", 0, "c0", "0 or 1 expected for a BOOLEAN" },
        { "map<string,bigint>", "0a0100016b00", 0, "c0", "1 keys and 0 values" },
        { "struct<a:bigint>", "0a00ffffffffffffffffff02", 0, "c0", "at most 64 bits" },
        { "vector(float,2)", "0a0100000000", 0, "c0", "2 numbers expected for a VECTOR(FLOAT,2), 1 found" },
        { "bigint", "f8ffff7f00", 0, null, "the end of the record expected, the stream checksum found" },
        { "bigint", "0802f0ffff7f00", 2, null, "the end of the record expected, the record count found" },
        { "bigint", "f0ffff7f02f8ffff7f00", 0, null, "the footer states 1 rows, 0 were read" },
        { "bigint", "f0ffff7f01f8ffff7f00", 0, null, "the footer states -1 rows" },
        { "bigint", "f0ffff7f0080c0ff7f00", 5, null, "the stream checksum expected, the end of the record found" },
        { "bigint", Footer + "00", 10, null, "the end of the stream expected" },
        { "bigint", "f0ffff7f000affffffff0f", 6, null, "metrics text of at most" },
        { "bigint", "f0ffff7f000a027b7d80e0ff7f00", 9, null, "the end of the metrics expected, the end of the schema found" },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Malformed_bytes_are_an_error_that_says_where(string types, string hex, long offset, string? column, string words)
    {
        ColumnCollection columns = Columns(types);
        byte[] stream = Convert.FromHexString(hex);
        foreach (int pieceSize in new[] { int.MaxValue, 3, 1 })
        {
            var reader = new RecordReader(new FragmentedStream(stream, pieceSize), columns, new RecordStreamOptions { MaxFieldBytes = 1 << 20, Description = "download of t" });
            OdpsDataException error = Assert.Throws<OdpsDataException>(() => RecordStreams.ReadRest(reader));
            Assert.Contains(words, error.Message, StringComparison.Ordinal);
            Assert.StartsWith("download of t: row 0", error.Message, StringComparison.Ordinal);
            Assert.Equal((0L, column, offset), (error.Row, error.Column, error.Offset));
        }
    }

    [Fact]
    public void Checksums_of_record_stream_and_metrics_are_verified()
    {
        ColumnCollection columns = Columns("bigint,string");
        const string row = "080212016180c0ff7fea91d2b205";
        AssertChecksum(columns, "080212016180c0ff7feb91d2b205" + Footer, 0, 5);
        AssertChecksum(columns, row + "f0ffff7f02f8ffff7f00", 1, 19);
        AssertChecksum(columns, row + "f0ffff7f02f8ffff7f98d6b6ae06", 1, 19);
        AssertChecksum(columns, "f0ffff7f000a027b7d80f0ff7f00f8ffff7f00", 0, 9);
        Assert.Single(RecordStreams.Read(Convert.FromHexString(row + "f0ffff7f02f8ffff7f97d6b6ae06"), columns));
    }

    [Fact]
    public void A_stream_that_is_cut_at_any_byte_is_truncated()
    {
        var random = new RandomRecords(new Random(5));
        foreach (string types in new[] { "bigint,double,string", "array<map<string,struct<a:decimal(10,2),b:timestamp>>>,vector(float,3),binary", "interval_day_time,boolean,float,date" })
        {
            ColumnCollection columns = Columns(types);
            byte[] stream = RecordStreams.Write(columns, random.Rows(columns, 4));
            for (int length = 0; length < stream.Length; length++)
            {
                foreach (int pieceSize in new[] { int.MaxValue, 1 })
                {
                    var reader = new RecordReader(new FragmentedStream(stream[..length], pieceSize), columns);
                    OdpsStreamTruncatedException error = Assert.Throws<OdpsStreamTruncatedException>(() => RecordStreams.ReadRest(reader));
                    Assert.Equal(reader.RowsRead, error.RowsRead);
                    Assert.Equal(length, error.Offset);
                }
            }
        }
    }

    [Fact]
    public void A_changed_bit_anywhere_is_noticed()
    {
        var random = new RandomRecords(new Random(6));
        ColumnCollection columns = Columns("bigint,double,string,array<int>,timestamp,decimal(10,2)");
        List<Record> rows = random.Rows(columns, 3);
        byte[] stream = RecordStreams.Write(columns, rows);
        for (int bit = 0; bit < stream.Length * 8; bit++)
        {
            byte[] changed = [.. stream];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            List<Record> read;
            try
            {
                read = RecordStreams.Read(changed, columns);
            }
            catch (OdpsDataException)
            {
                continue;
            }

            // The checksums do not cover element counts and null flags (and 10-byte checksums are cut to 32 bits): nothing else may pass.
            Assert.Equal(rows.Count, read.Count);
            Assert.Equal(rows.Select(r => (r[0], r[1], r[2], r[4], r[5])), read.Select(r => (r[0], r[1], r[2], r[4], r[5])));
        }
    }

    [Fact]
    public void A_row_without_an_end_is_given_up_at_the_limit()
    {
        ColumnCollection columns = Columns("bigint");
        byte[] stream = [.. Enumerable.Repeat(new byte[] { 0x08, 0x02 }, 100_000).SelectMany(b => b)];
        RecordReader reader = RecordStreams.Open(stream, columns, new RecordStreamOptions { MaxRowBytes = 50_000 });
        OdpsDataException error = Assert.Throws<OdpsDataException>(() => RecordStreams.ReadRest(reader));
        Assert.Contains("a row of at most 50000 bytes expected", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, error.Row);
    }

    [Fact]
    public void An_announced_length_alone_allocates_nothing()
    {
        // 63 MiB announced, 3 bytes there.
        byte[] stream = Convert.FromHexString("0a8080801e616161");
        ColumnCollection columns = Columns("string");
        Assert.Throws<OdpsStreamTruncatedException>(() => RecordStreams.Read(stream, columns));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<OdpsStreamTruncatedException>(() => RecordStreams.Read(stream, columns));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
    }

    [Fact]
    public void A_field_that_comes_twice_has_its_last_value()
    {
        ColumnCollection columns = Columns("bigint,bigint");
        uint checksum = Crc32C.Compute(Convert.FromHexString("020000000100000000000000" + "010000000200000000000000" + "020000000300000000000000"));
        Span<byte> number = stackalloc byte[16];
        int length = Varint.Write(ref number[0], 0, checksum);
        byte[] row = [.. Convert.FromHexString("1002080410" + "06" + "80c0ff7f"), .. number[..length]];
        RecordReader reader = RecordStreams.Open(row, columns);
        Assert.True(RecordStreams.Now(reader.ReadAsync()));
        Assert.Equal((2L, 3L), (reader.GetInt64(0), reader.GetInt64(1)));
    }

    [Fact]
    public void Types_without_a_form_in_records_are_refused_by_name()
    {
        ColumnCollection columns = Columns("bigint,blob");
        NotSupportedException error = Assert.Throws<NotSupportedException>(() => RecordStreams.Open([], columns));
        Assert.Contains("'c1'", error.Message, StringComparison.Ordinal);
        Assert.Contains("blob", error.Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => new RecordWriter(Stream.Null, Columns("array<variant>")));
    }

    private static ColumnCollection Columns(string types)
    {
        // Commas inside brackets do not separate columns.
        int depth = 0;
        var texts = new List<string> { "" };
        foreach (char c in types)
        {
            depth += c is '<' or '(' ? 1 : c is '>' or ')' ? -1 : 0;
            if (c == ',' && depth == 0)
            {
                texts.Add("");
            }
            else
            {
                texts[^1] += c;
            }
        }

        return RecordStreams.Columns([.. texts]);
    }

    private static void AssertChecksum(ColumnCollection columns, string hex, long row, long offset)
    {
        RecordReader reader = RecordStreams.Open(Convert.FromHexString(hex), columns);
        OdpsChecksumException error = Assert.Throws<OdpsChecksumException>(() => RecordStreams.ReadRest(reader));
        Assert.Equal((row, offset), (error.Row, error.Offset));
        Assert.Equal(row, reader.RowsRead);
    }
}
