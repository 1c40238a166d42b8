using Odps.Net.Arrow;

namespace Odps.Net.Tunnel;

/// <summary>A column with the same value in every row: made once for the longest batch, and sliced.</summary>
internal sealed class ConstantColumn(Column column, RecordSlot value, ArrowMemoryPool pool) : IDisposable
{
    private ArrayData? _data;

    /// <summary>So many rows of it. The memory stays this object's; who keeps the rows retains them before the next call.</summary>
    public ArrayData Take(int length)
    {
        if (_data is null || _data.Length < length)
        {
            using var builder = ArrowArrayBuilder.Create(ArrowTypes.From(column.Type), pool);
            for (int i = 0; i < length; i++)
            {
                ArrowSlotWriter.Append(builder, column, value);
            }

            _data?.Release();
            _data = builder.FinishData();
        }

        return _data.Slice(0, length);
    }

    public void Dispose()
    {
        _data?.Release();
        _data = null;
    }
}
