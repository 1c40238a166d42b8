using System.Buffers.Binary;
using System.Collections.Concurrent;
using Odps.Net.Arrow;
using Odps.Net.Tunnel;
using Odps.Net.Tunnel.Wire;

namespace Odps.Net.Benchmarks.Http;

/// <summary>
/// The rows of a case as bodies of answers, made before anything is measured. Records: one piece of a stream, sent as often as there are rows, with a
/// footer for their number. Arrow: the whole body, made by the SDK's own writer.
/// </summary>
internal sealed class ReplayedRows
{
    private const int PieceRows = 8192;
    private const int MaxFieldSize = 8 * 1024 * 1024;

    private static ReadOnlySpan<byte> EndOfRecord => [0x80, 0xC0, 0xFF, 0x7F];

    private readonly CodecCase _case;
    private readonly byte[] _piece;
    private readonly int[] _rowEnds = new int[PieceRows];
    private readonly byte[] _rowChecksums = new byte[PieceRows * sizeof(uint)];
    private readonly ConcurrentDictionary<long, byte[]> _footers = new();
    private readonly ConcurrentDictionary<long, Lazy<byte[]>> _arrowBodies = new();

    private ReplayedRows(CodecCase @case, byte[] stream)
    {
        _case = @case;
        var reader = new RecordReader(new MemoryStream(stream), @case.Columns);
        for (int row = 0; reader.ReadAsync().AsTask().GetAwaiter().GetResult(); row++)
        {
            _rowEnds[row] = (int)reader.BytesRead;
            ReadOnlySpan<byte> bytes = stream.AsSpan(0, _rowEnds[row]);
            nint position = bytes.LastIndexOf(EndOfRecord) + ControlField.TagLength;
            uint checksum = (uint)Varint.Read(ref stream[0], ref position);
            BinaryPrimitives.WriteUInt32LittleEndian(_rowChecksums.AsSpan(row * sizeof(uint)), checksum);
        }

        _piece = stream[.._rowEnds[^1]];
    }

    public static async Task<ReplayedRows> MakeAsync(string name)
    {
        CodecCase @case = CodecCase.All.Single(c => c.Name == name);
        return new ReplayedRows(@case, await @case.MakeAsync(PieceRows));
    }

    public ColumnCollection Columns => _case.Columns;

    /// <summary>The body of an answer with so many rows, and its length.</summary>
    public (long Length, IEnumerable<ReadOnlyMemory<byte>> Pieces) Records(long rows)
    {
        byte[] footer = _footers.GetOrAdd(rows, Footer);
        int rest = (int)(rows % PieceRows);
        int restLength = rest == 0 ? 0 : _rowEnds[rest - 1];
        return ((rows / PieceRows * _piece.Length) + restLength + footer.Length, Pieces());

        IEnumerable<ReadOnlyMemory<byte>> Pieces()
        {
            for (long piece = 0; piece < rows / PieceRows; piece++)
            {
                yield return _piece;
            }

            yield return _piece.AsMemory(0, restLength);
            yield return footer;
        }
    }

    public byte[] Arrow(long rows) => _arrowBodies.GetOrAdd(rows, count => new Lazy<byte[]>(() => ArrowAsync(count).GetAwaiter().GetResult())).Value;

    private byte[] Footer(long rows)
    {
        uint state = Crc32C.Start;
        for (long left = rows; left > 0; left -= PieceRows)
        {
            state = Crc32C.Append(state, _rowChecksums.AsSpan(0, (int)Math.Min(left, PieceRows) * sizeof(uint)));
        }

        var footer = new byte[4 * Varint.MaxLength];
        nint length = Varint.Write(ref footer[0], 0, ControlField.Tag(ControlField.RecordCount));
        length += Varint.Write(ref footer[0], length, Varint.ZigZag(rows));
        length += Varint.Write(ref footer[0], length, ControlField.Tag(ControlField.StreamChecksum));
        length += Varint.Write(ref footer[0], length, Crc32C.Finish(state));
        return footer[..(int)length];
    }

    private async Task<byte[]> ArrowAsync(long rows)
    {
        using RecordBatch batch = _case.Batch(PieceRows);
        using var body = new MemoryStream();
        await using var writer = new ArrowWriter(body, new UploadProjection(Columns, MaxFieldSize), _ => ValueTask.FromResult<TunnelMetrics?>(null));
        for (long left = rows; left > 0; left -= PieceRows)
        {
            using RecordBatch part = batch.Slice(0, (int)Math.Min(left, PieceRows));
            await writer.WriteAsync(part);
        }

        await writer.CompleteAsync();
        return body.ToArray();
    }
}
