namespace Odps.Net.Arrow;

/// <summary>
/// Builds arrays by appending values. <see cref="Build"/> hands the memory to the array and leaves the builder empty, for the next array; disposing gives
/// back what was not built. Not thread-safe.
/// </summary>
public abstract class ArrowArrayBuilder : IDisposable
{
    private readonly GrowableBuffer _validity;
    private bool _tracksValidity;

    private protected ArrowArrayBuilder(ArrowType type, ArrowMemoryPool? pool)
    {
        ArgumentNullException.ThrowIfNull(type);
        DataType = type;
        _validity = new GrowableBuffer(pool);
    }

    /// <summary>The type of the arrays.</summary>
    public ArrowType DataType { get; }

    /// <summary>The slots appended so far.</summary>
    public int Length { get; private set; }

    /// <summary>How many of them are null.</summary>
    public int NullCount { get; private set; }

    /// <summary>Creates the builder that belongs to a type: for <see cref="ArrowType.Int64"/> an <see cref="Int64Array.Builder"/>, and so on.</summary>
    /// <param name="type">The type.</param>
    /// <param name="pool">Where memory comes from. Default: the garbage collector.</param>
    /// <exception cref="NotSupportedException">The type is a dictionary; these are read, not built.</exception>
    public static ArrowArrayBuilder Create(ArrowType type, ArrowMemoryPool? pool = null)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type.TypeId switch
        {
            ArrowTypeId.Null => new NullArray.Builder(pool),
            ArrowTypeId.Boolean => new BooleanArray.Builder(pool),
            ArrowTypeId.Int8 => new Int8Array.Builder(pool),
            ArrowTypeId.Int16 => new Int16Array.Builder(pool),
            ArrowTypeId.Int32 => new Int32Array.Builder(pool),
            ArrowTypeId.Int64 => new Int64Array.Builder(pool),
            ArrowTypeId.UInt8 => new UInt8Array.Builder(pool),
            ArrowTypeId.UInt16 => new UInt16Array.Builder(pool),
            ArrowTypeId.UInt32 => new UInt32Array.Builder(pool),
            ArrowTypeId.UInt64 => new UInt64Array.Builder(pool),
            ArrowTypeId.HalfFloat => new HalfFloatArray.Builder(pool),
            ArrowTypeId.Float => new FloatArray.Builder(pool),
            ArrowTypeId.Double => new DoubleArray.Builder(pool),
            ArrowTypeId.String => new StringArray.Builder(pool),
            ArrowTypeId.LargeString => new LargeStringArray.Builder(pool),
            ArrowTypeId.Binary => new BinaryArray.Builder(pool),
            ArrowTypeId.LargeBinary => new LargeBinaryArray.Builder(pool),
            ArrowTypeId.FixedSizeBinary => new FixedSizeBinaryArray.Builder(((FixedSizeBinaryType)type).ByteWidth, pool),
            ArrowTypeId.Decimal128 => new Decimal128Array.Builder((DecimalArrowType)type, pool),
            ArrowTypeId.Decimal256 => new Decimal256Array.Builder((DecimalArrowType)type, pool),
            ArrowTypeId.Date32 => new Date32Array.Builder(pool),
            ArrowTypeId.Date64 => new Date64Array.Builder(pool),
            ArrowTypeId.Time32 => new Time32Array.Builder(((TimeType)type).Unit, pool),
            ArrowTypeId.Time64 => new Time64Array.Builder(((TimeType)type).Unit, pool),
            ArrowTypeId.Timestamp => new TimestampArray.Builder((TimestampType)type, pool),
            ArrowTypeId.Duration => new DurationArray.Builder(((DurationType)type).Unit, pool),
            ArrowTypeId.IntervalYearMonth => new YearMonthIntervalArray.Builder(pool),
            ArrowTypeId.IntervalDayTime => new DayTimeIntervalArray.Builder(pool),
            ArrowTypeId.IntervalMonthDayNanosecond => new MonthDayNanosecondIntervalArray.Builder(pool),
            ArrowTypeId.List => new ListArray.Builder(((ListType)type).ValueField, pool),
            ArrowTypeId.LargeList => new LargeListArray.Builder(((ListType)type).ValueField, pool),
            ArrowTypeId.Struct => new StructArray.Builder((ArrowStructType)type, pool),
            ArrowTypeId.Map => new MapArray.Builder((ArrowMapType)type, pool),
            _ => throw new NotSupportedException($"Arrays of type {type.Name} cannot be built."),
        };
    }

    /// <summary>The array of everything appended since the last call. It owns its memory: dispose it, or hand it to a <see cref="RecordBatch"/>.</summary>
    /// <exception cref="InvalidOperationException">Child builders of a struct or map were not given the same number of values.</exception>
    public ArrowArray Build() => ArrowArrayFactory.Create(FinishData(), owned: true);

    /// <summary>Gives back what was appended and not built. The builder can be used again.</summary>
    public void Dispose()
    {
        ReleaseBuffers();
        _validity.Dispose();
        _tracksValidity = false;
        Length = 0;
        NullCount = 0;
        GC.SuppressFinalize(this);
    }

    internal void AppendNullSlot()
    {
        AppendEmpty();
        if (DataType.TypeId != ArrowTypeId.Null)
        {
            if (!_tracksValidity)
            {
                // Most columns have no nulls, and then need no bitmap.
                _tracksValidity = true;
                _validity.AppendZeros(Bitmap.ByteCount(Length));
                Bitmap.Fill(_validity.Span, 0, Length);
            }

            GrowValidity(1);
        }

        Length = checked(Length + 1);
        NullCount++;
    }

    internal ArrayData FinishData()
    {
        CheckComplete();
        ArrayData data = Finish(_validity.Detach());
        _tracksValidity = false;
        Length = 0;
        NullCount = 0;
        return data;
    }

    /// <summary>Throws unless all children have as many values as the slots need.</summary>
    internal virtual void CheckComplete()
    {
    }

    /// <summary>Gives back the buffers of the values.</summary>
    private protected virtual void ReleaseBuffers()
    {
    }

    /// <summary>Appends the place of a value that is null.</summary>
    private protected abstract void AppendEmpty();

    /// <summary>Hands over the buffers.</summary>
    private protected abstract ArrayData Finish(ArrowBuffer validity);

    private protected void CountValues(int count)
    {
        if (_tracksValidity)
        {
            GrowValidity(count);
            Bitmap.Fill(_validity.Span, Length, count);
        }

        Length = checked(Length + count);
    }

    private void GrowValidity(int count)
    {
        int more = Bitmap.ByteCount(Length + count) - _validity.Length;
        if (more > 0)
        {
            _validity.AppendZeros(more);
        }
    }
}
