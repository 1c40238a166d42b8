using System.Text;
using Odps.Net.Emulator.Sql.Binding;

namespace Odps.Net.Emulator.Sql.Functions;

/// <summary>WM_CONCAT(separator, value).</summary>
internal sealed class ConcatAggregate : IAggregate
{
    private StringBuilder? _text;

    public void Step(object?[] arguments)
    {
        if (arguments[0] is not string separator || arguments[1] is not string value)
        {
            return;
        }

        _text = _text is null ? new StringBuilder() : _text.Append(separator);
        _text.Append(value);
    }

    public object? Finish() => _text?.ToString();
}

/// <summary>COLLECT_LIST: NULLs are left out.</summary>
internal sealed class CollectAggregate(OdpsType element) : IAggregate
{
    private readonly List<object?> _cells = [];

    public void Step(object?[] arguments)
    {
        if (arguments[0] is not null)
        {
            _cells.Add(arguments[0]);
        }
    }

    public object Finish() => NestedCells.WriteArray(_cells, element);
}

internal sealed class MapAggregate(MapType type) : IAggregate
{
    private readonly List<object?> _cells = [];

    public void Step(object?[] arguments)
    {
        if (arguments[0] is not null)
        {
            _cells.AddRange(arguments);
        }
    }

    public object Finish() => MapFunctions.Create([.. _cells], type);
}

/// <summary>Gives each row to another aggregate once.</summary>
internal sealed class DistinctAggregate(IAggregate inner) : IAggregate
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    public void Step(object?[] arguments)
    {
        if (_seen.Add(PackedCells.Pack(arguments)))
        {
            inner.Step(arguments);
        }
    }

    public object? Finish() => inner.Finish();
}

/// <summary>Gives rows to another aggregate in the order of the keys that stand after its arguments.</summary>
internal sealed class SortedAggregate(IAggregate inner, int values, bool[] descending) : IAggregate
{
    private readonly List<object?[]> _rows = [];

    public void Step(object?[] arguments) => _rows.Add(arguments);

    public object? Finish()
    {
        IOrderedEnumerable<object?[]> sorted = _rows.OrderBy(_ => 0);
        for (int i = 0; i < descending.Length; i++)
        {
            int key = values + i;
            sorted = descending[i] ? sorted.ThenByDescending(r => r[key], CellComparer.Instance) : sorted.ThenBy(r => r[key], CellComparer.Instance);
        }

        foreach (object?[] row in sorted)
        {
            inner.Step(row[..values]);
        }

        return inner.Finish();
    }
}
