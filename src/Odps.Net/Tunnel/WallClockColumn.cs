using Odps.Net.Arrow;

namespace Odps.Net.Tunnel;

/// <summary>
/// Time stamps without a zone for columns that hold instants: they are taken as of the client's zone, and refused when it has none, as those of records are.
/// </summary>
internal static class WallClockColumn
{
    /// <summary>Whether a column holds instants and an array of this type shows wall-clock times.</summary>
    public static bool IsNeeded(OdpsType type, ArrowType given) => type.Kind is OdpsTypeKind.DateTime or OdpsTypeKind.Timestamp && given is TimestampType { Timezone: null };

    /// <summary>The instants, in the same unit.</summary>
    /// <returns>The column; the caller releases it.</returns>
    /// <exception cref="OdpsDataException">There is no zone, or its clock never shows a time.</exception>
    public static ArrayData ToInstants(Column column, ArrayData data, TimeZoneInfo? zone, ArrowMemoryPool pool)
    {
        if (zone is null)
        {
            throw new OdpsDataException(
                $"Column '{column.Name}' of type {column.Type} holds instants, and the batch has wall-clock times ({data.Type.Name}). Give its field a zone, such as UTC, or set {nameof(OdpsClientOptions)}.{nameof(OdpsClientOptions.TimeZone)}.") { Column = column.Name };
        }

        TimeUnit unit = ((TimestampType)data.Type).Unit;
        using var builder = new TimestampArray.Builder(ArrowType.Timestamp(unit, "UTC"), pool);
        ReadOnlySpan<long> values = data.Values<long>();
        for (int row = 0; row < values.Length; row++)
        {
            if (!data.IsValid(row))
            {
                builder.AppendNull();
                continue;
            }

            (long seconds, int nanoseconds) = TimeUnits.Split(values[row], unit);
            try
            {
                long instant = WallClock.ToInstant(DateTimeOffset.FromUnixTimeSeconds(seconds).DateTime, zone).ToUnixTimeSeconds();
                builder.Append(TimeUnits.TryJoin(instant, nanoseconds, unit, out long value) ? value : throw new OverflowException($"it is not within what {data.Type.Name} holds"));
            }
            catch (Exception cause) when (cause is ArgumentException or OverflowException)
            {
                throw new OdpsDataException($"Column '{column.Name}' of type {column.Type}: {cause.Message}", cause) { Column = column.Name, Row = row };
            }
        }

        return builder.FinishData();
    }
}
