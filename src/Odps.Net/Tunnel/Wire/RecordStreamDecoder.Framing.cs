using System.Runtime.InteropServices;

namespace Odps.Net.Tunnel.Wire;

/// <content>What surrounds the rows: the schema before them, the footer behind them.</content>
internal sealed partial class RecordStreamDecoder
{
    /// <summary>The most bytes of the metrics or of the schema in a stream.</summary>
    private const int MaxTextBytes = 4 * 1024 * 1024;

    /// <summary>Opens a stream that begins with its schema, and reads that.</summary>
    /// <param name="stream">The bytes, already decompressed.</param>
    /// <param name="parseSchema">Makes the columns from the JSON of the schema.</param>
    /// <param name="options">The settings.</param>
    /// <param name="cancellationToken">Cancels the wait for bytes.</param>
    public static async ValueTask<RecordStreamDecoder> OpenWithSchemaAsync(
        Stream stream, Func<ReadOnlySpan<byte>, ColumnCollection> parseSchema, RecordStreamOptions options, CancellationToken cancellationToken)
    {
        var decoder = new RecordStreamDecoder(stream, ColumnCollection.Empty, options) { _phase = Phase.Schema };
        try
        {
            while (!decoder.TryReadSchema(parseSchema))
            {
                await decoder.FillAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            await decoder.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        return decoder;
    }

    private bool TryReadSchema(Func<ReadOnlySpan<byte>, ColumnCollection> parseSchema)
    {
        nint position = _position;
        if (!TryReadNumber(ref position, out ulong tag))
        {
            return false;
        }

        if (tag != ControlField.TextTag)
        {
            ThrowAt(_position, null, $"the schema of the stream expected, {Describe(tag)} found");
        }

        if (!TryReadText(ref position, ControlField.EndOfSchema, "schema", out ReadOnlySpan<byte> text))
        {
            return false;
        }

        SetColumns(parseSchema(text));
        _position = (int)position;
        _rowStart = _position;
        _phase = Phase.Rows;
        return true;
    }

    private bool TryFinish()
    {
        _stamp = NoRow;
        if (_phase == Phase.Footer && !TryReadFooter())
        {
            return false;
        }

        if (_phase == Phase.EndOfStream)
        {
            if (_position < _end)
            {
                ThrowAt(_position, null, "the end of the stream expected after the footer, another byte found");
            }

            if (!_endOfStream)
            {
                return false;
            }

            _phase = Phase.Finished;
        }

        if (_phase != Phase.Finished)
        {
            ThrowUnusable();
        }

        return true;
    }

    private bool TryReadFooter()
    {
        nint position = _position;
        if (!TryReadNumber(ref position, out _) || !TryReadNumber(ref position, out ulong zigzagCount))
        {
            return false;
        }

        long count = Varint.UnZigZag(zigzagCount);
        if (count != RowsRead)
        {
            ThrowAt(_position, null, $"the footer states {count} rows, {RowsRead} were read; rows were lost or repeated on the way");
        }

        nint tagPosition = position;
        if (!TryReadNumber(ref position, out ulong tag))
        {
            return false;
        }

        if (tag == ControlField.TextTag)
        {
            if (!TryReadText(ref position, ControlField.EndOfMetrics, "metrics", out ReadOnlySpan<byte> text))
            {
                return false;
            }

            Metrics = TunnelMetrics.Parse(text);
            tagPosition = position;
            if (!TryReadNumber(ref position, out tag))
            {
                return false;
            }
        }

        if (tag != ControlField.Tag(ControlField.StreamChecksum))
        {
            ThrowAt(tagPosition, null, $"the stream checksum expected, {Describe(tag)} found");
        }

        if (!TryReadNumber(ref position, out ulong found))
        {
            return false;
        }

        uint expected = Crc32C.Finish(_streamChecksum);
        if ((uint)found != expected)
        {
            ThrowChecksum(tagPosition, "checksum of the whole stream", expected, (uint)found);
        }

        _position = (int)position;
        _rowStart = _position;
        _phase = Phase.EndOfStream;
        return true;
    }

    /// <summary>A text with its end tag and checksum, behind the tag that announced it.</summary>
    private bool TryReadText(ref nint position, uint endField, string name, out ReadOnlySpan<byte> text)
    {
        text = default;
        nint start = position;
        if (!TryReadNumber(ref position, out ulong length))
        {
            return false;
        }

        if (length > MaxTextBytes)
        {
            ThrowAt(start, null, $"a {name} text of at most {MaxTextBytes} bytes expected, one of {length} bytes announced");
        }

        if (length > (ulong)(_end - position))
        {
            _neededEnd = (int)(position + (nint)length);
            return false;
        }

        text = _buffer.AsSpan((int)position, (int)length);
        position += (nint)length;
        nint tagPosition = position;
        if (!TryReadNumber(ref position, out ulong tag))
        {
            return false;
        }

        if (tag != ControlField.Tag(endField))
        {
            ThrowAt(tagPosition, null, $"{ControlField.Name(endField)} expected, {Describe(tag)} found");
        }

        if (!TryReadNumber(ref position, out ulong found))
        {
            return false;
        }

        uint expected = Crc32C.Finish(Crc32C.Append(Crc32C.Append(Crc32C.Start, 1u), text));
        if ((uint)found != expected)
        {
            ThrowChecksum(tagPosition, $"checksum of the {name}", expected, (uint)found);
        }

        return true;
    }

    private bool TryReadNumber(ref nint position, out ulong number)
    {
        nint start = position;
        if (start > _end)
        {
            number = 0;
            return false;
        }

        number = Varint.Read(ref MemoryMarshal.GetArrayDataReference(_buffer), ref position);
        if (position < 0)
        {
            ThrowAt(start, null, "a number of at most 64 bits expected, a longer one found");
        }

        return position <= _end;
    }
}
