using Odps.Net.Emulator.Sql.Binding;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Sql.Functions;

/// <summary>A percentile, interpolated between the two values next to it.</summary>
internal sealed class PercentileAggregate(double fraction) : IAggregate
{
    private readonly List<double> _values = [];

    public void Step(object?[] arguments)
    {
        if (arguments[0] is { } cell)
        {
            _values.Add(StoredValues.ToDouble(cell));
        }
    }

    public object? Finish() => _values.Count == 0 ? null : StoredValues.FromDouble(Of(_values, fraction));

    internal static double Of(List<double> values, double fraction)
    {
        values.Sort();
        double position = fraction * (values.Count - 1);
        int low = (int)Math.Floor(position);
        int high = Math.Min(low + 1, values.Count - 1);
        return values[low] + ((position - low) * (values[high] - values[low]));
    }
}

/// <summary>Several percentiles at once: their fractions are an array in the second argument.</summary>
internal sealed class PercentilesAggregate : IAggregate
{
    private readonly List<double> _values = [];
    private string? _fractions;

    public void Step(object?[] arguments)
    {
        if (arguments[0] is { } cell)
        {
            _values.Add(StoredValues.ToDouble(cell));
            _fractions ??= arguments[1] as string;
        }
    }

    public object? Finish() => _fractions is null ? null : NestedCells.WriteArray(
        NestedCells.ReadArray(OdpsType.Double, _fractions).Select(f => f is not null && StoredValues.ToDouble(f) is >= 0 and <= 1 and var p
            ? (object?)StoredValues.FromDouble(PercentileAggregate.Of(_values, p))
            : throw SqlErrors.InvalidValue("a percentile is between 0 and 1")),
        OdpsType.Double);
}
