using System.Runtime.CompilerServices;
using System.Text;
using Odps.Net.Tunnel.Wire;

namespace Odps.Net.Tunnel;

/// <content>Partition columns: the same in every row, and known without reading.</content>
public sealed partial class RecordReader
{
    private readonly Record? _partition;
    private readonly int[]? _partitionPlaces;
    private FieldValue _partitionValue;

    /// <summary>Whether a column is a partition column; its value is at <paramref name="place"/> of <see cref="_partition"/> then.</summary>
    private bool IsPartition(int ordinal, out int place)
    {
        int[]? places = _partitionPlaces;
        place = places is not null && (uint)ordinal < (uint)places.Length ? places[ordinal] : -1;
        if (place < 0)
        {
            return false;
        }

        if (!_decoder.HasRow)
        {
            ThrowNoRow();
        }

        return true;
    }

    /// <summary>The number of a partition column, for the getters of data columns that have not found a value of their kind.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ref readonly FieldValue PartitionNumber(int ordinal, OdpsTypeKind first, OdpsTypeKind last, string asked)
    {
        if (!IsPartition(ordinal, out int place))
        {
            ThrowMismatch(ordinal, asked);
        }

        RecordSlot slot = _partition!.Slots[place];
        if ((uint)(_partition.Columns[place].Type.Kind - first) > (uint)(last - first) || !ReferenceEquals(slot.Reference, RecordSlot.Present))
        {
            throw RowErrors.Mismatch(_partition.Columns[place], slot.IsNull, asked);
        }

        long bits = _partition.Columns[place].Type.Kind == OdpsTypeKind.Float ? BitConverter.SingleToInt32Bits(slot.AsFloat) : slot.Bits;
        _partitionValue = new FieldValue { Bits = bits, Stamp = _decoder.Stamp };
        return ref _partitionValue;
    }

    private byte[] PartitionUtf8(int place) => Encoding.UTF8.GetBytes(_partition!.GetString(place));
}
