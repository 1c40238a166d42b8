using System.Numerics;
using Odps.Net.Emulator.Sql.Binding;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Sql.Functions;

/// <summary>Counts rows without a NULL.</summary>
internal sealed class CountAggregate : IAggregate
{
    private long _count;

    public void Step(object?[] arguments) => _count += Array.IndexOf(arguments, null) < 0 ? 1 : 0;

    public object Finish() => _count;
}

/// <summary>The one value of a scalar subquery.</summary>
internal sealed class SingleValueAggregate : IAggregate
{
    private object? _value;
    private bool _any;

    public void Step(object?[] arguments)
    {
        if (_any)
        {
            throw SqlErrors.InvalidValue("a scalar subquery gave more than one row");
        }

        _any = true;
        _value = arguments[0];
    }

    public object? Finish() => _value;
}

internal sealed class AnyValueAggregate : IAggregate
{
    private object? _value;

    public void Step(object?[] arguments) => _value ??= arguments[0];

    public object? Finish() => _value;
}

/// <summary>The first or the last value that is not NULL.</summary>
internal sealed class EdgeValueAggregate(bool isLast) : IAggregate
{
    private object? _value;

    public void Step(object?[] arguments) => _value = isLast ? arguments[0] ?? _value : _value ?? arguments[0];

    public object? Finish() => _value;
}

internal sealed class IntegerSumAggregate : IAggregate
{
    private BigInteger? _sum;

    public void Step(object?[] arguments)
    {
        if (arguments[0] is long value)
        {
            _sum = (_sum ?? 0) + value;
        }
    }

    public object? Finish() => _sum is null ? null
        : _sum >= long.MinValue && _sum <= long.MaxValue ? (long)_sum
        : throw SqlErrors.Overflow("sum is out of the range of BIGINT");
}

internal sealed class RealSumAggregate(bool isAverage) : IAggregate
{
    private double _sum;
    private long _count;

    public void Step(object?[] arguments)
    {
        if (arguments[0] is { } cell)
        {
            _sum += StoredValues.ToDouble(cell);
            _count++;
        }
    }

    public object? Finish() => _count == 0 ? null : StoredValues.FromDouble(isAverage ? _sum / _count : _sum);
}

internal sealed class DecimalSumAggregate(DecimalType type, bool isAverage) : IAggregate
{
    private BigInteger _sum;
    private int _scale;
    private long _count;

    public void Step(object?[] arguments)
    {
        if (arguments[0] is not string cell)
        {
            return;
        }

        (BigInteger unscaled, int scale) = SortableDecimal.Decode(cell);
        if (scale > _scale)
        {
            _sum *= BigInteger.Pow(10, scale - _scale);
            _scale = scale;
        }

        _sum += unscaled * BigInteger.Pow(10, _scale - scale);
        _count++;
    }

    public object? Finish()
    {
        if (_count == 0)
        {
            return null;
        }

        if (!isAverage)
        {
            return NumberCells.CheckDecimal(_sum, _scale, type);
        }

        // Two digits more than are kept, the last only a mark for a rest.
        int digits = type.Scale + 1;
        BigInteger quotient = BigInteger.DivRem(_sum * BigInteger.Pow(10, digits), _count, out BigInteger rest);
        return NumberCells.CheckDecimal((quotient * 10) + rest.Sign, _scale + digits + 1, type);
    }
}

/// <summary>The value beside the largest or smallest one; with one argument that value itself.</summary>
internal sealed class ExtremeByAggregate(int direction) : IAggregate
{
    private object? _value;
    private object? _by;

    public void Step(object?[] arguments)
    {
        object? by = arguments[^1];
        if (by is not null && (_by is null || CellComparer.Instance.Compare(by, _by) * direction > 0))
        {
            (_value, _by) = (arguments[0], by);
        }
    }

    public object? Finish() => _value;
}

internal sealed class FoldAggregate(Func<long, long, long> fold) : IAggregate
{
    private long? _value;

    public void Step(object?[] arguments)
    {
        if (arguments[0] is long value)
        {
            _value = _value is { } old ? fold(old, value) : value;
        }
    }

    public object? Finish() => _value;
}

/// <summary>Variance by Welford's method.</summary>
internal sealed class MomentsAggregate(Func<MomentsAggregate, double?> result) : IAggregate
{
    private long _count;
    private double _mean;
    private double _squares;

    public double? PopulationVariance => _count == 0 ? null : _squares / _count;

    public double? SampleVariance => _count == 0 ? null : _count == 1 ? 0 : _squares / (_count - 1);

    public void Step(object?[] arguments)
    {
        if (arguments[0] is { } cell)
        {
            double value = StoredValues.ToDouble(cell);
            _count++;
            double delta = value - _mean;
            _mean += delta / _count;
            _squares += delta * (value - _mean);
        }
    }

    public object? Finish() => result(this) is { } value ? StoredValues.FromDouble(value) : null;
}

/// <summary>Covariance and correlation.</summary>
internal sealed class PairsAggregate(Func<PairsAggregate, double?> result) : IAggregate
{
    private long _count;
    private double _meanX;
    private double _meanY;
    private double _squaresX;
    private double _squaresY;
    private double _products;

    public double? PopulationCovariance => _count == 0 ? null : _products / _count;

    public double? SampleCovariance => _count < 2 ? null : _products / (_count - 1);

    public double? Correlation => _count == 0 ? null : _products / Math.Sqrt(_squaresX * _squaresY);

    public void Step(object?[] arguments)
    {
        if (arguments[0] is not { } cellX || arguments[1] is not { } cellY)
        {
            return;
        }

        double x = StoredValues.ToDouble(cellX);
        double y = StoredValues.ToDouble(cellY);
        _count++;
        double deltaX = x - _meanX;
        double deltaY = y - _meanY;
        _meanX += deltaX / _count;
        _meanY += deltaY / _count;
        _squaresX += deltaX * (x - _meanX);
        _squaresY += deltaY * (y - _meanY);
        _products += deltaX * (y - _meanY);
    }

    public object? Finish() => result(this) is { } value ? StoredValues.FromDouble(value) : null;
}
