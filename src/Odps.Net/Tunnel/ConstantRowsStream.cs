using System.Buffers.Binary;
using Odps.Net.Compression;
using Odps.Net.Tunnel.Wire;

namespace Odps.Net.Tunnel;

/// <summary>
/// A record stream of rows without fields, made here instead of by the service: what a reader of partition columns alone reads, since their values are known and
/// only the number of rows is of interest.
/// </summary>
internal sealed class ConstantRowsStream : ReadOnlyAsyncStream
{
    /// <summary>A row is the end of a record and the checksum of no bytes, which is 0.</summary>
    private const int RowLength = ControlField.TagLength + 1;
    private const int RowsPerPiece = 8192;

    private readonly long _count;
    private readonly byte[] _piece;
    private long _left;
    private uint _checksum = Crc32C.Start;
    private int _start;
    private int _end;
    private bool _ended;

    public ConstantRowsStream(long count)
    {
        _count = count;
        _left = count;
        _piece = new byte[(int)Math.Clamp(count, 10, RowsPerPiece) * RowLength];
    }

    public override bool CanRead => true;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_start == _end && !_ended)
        {
            _start = 0;
            _end = _left > 0 ? NextRows() : Footer();
        }

        int taken = Math.Min(_end - _start, buffer.Length);
        _piece.AsSpan(_start, taken).CopyTo(buffer.Span);
        _start += taken;
        return new ValueTask<int>(taken);
    }

    private int NextRows()
    {
        int rows = (int)Math.Min(_left, RowsPerPiece);
        _left -= rows;
        for (int i = 0; i < rows; i++)
        {
            Span<byte> row = _piece.AsSpan(i * RowLength, RowLength);
            BinaryPrimitives.WriteUInt32LittleEndian(row, ControlField.EndOfRecordBytes);
            row[ControlField.TagLength] = 0;
            _checksum = Crc32C.Append(_checksum, 0u);
        }

        return rows * RowLength;
    }

    private int Footer()
    {
        _ended = true;
        int length = 0;
        Write(ControlField.Tag(ControlField.RecordCount));
        Write(Varint.ZigZag(_count));
        Write(ControlField.Tag(ControlField.StreamChecksum));
        Write(Crc32C.Finish(_checksum));
        return length;

        void Write(ulong number) => length += Varint.Write(ref _piece[0], length, number);
    }
}
