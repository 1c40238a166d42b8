using Odps.Net.Tunnel;

namespace Odps.Net.Tests.Tunnel.Wire;

/// <summary>Makes objects of a nested value by going over it with its typed getters, value by value.</summary>
internal static class NestedWalk
{
    public static object? Read(NestedValue value) => value.IsNull ? null : value.Type.Kind switch
    {
        OdpsTypeKind.TinyInt => value.GetSByte(),
        OdpsTypeKind.SmallInt => value.GetInt16(),
        OdpsTypeKind.Int => value.GetInt32(),
        OdpsTypeKind.BigInt => value.GetInt64(),
        OdpsTypeKind.Float => value.GetFloat(),
        OdpsTypeKind.Double => value.GetDouble(),
        OdpsTypeKind.Boolean => value.GetBoolean(),
        OdpsTypeKind.Binary => value.GetUtf8().ToArray(),
        OdpsTypeKind.Decimal => ReadDecimal(value),
        OdpsTypeKind.Date => value.GetDate(),
        OdpsTypeKind.DateTime => value.GetDateTimeOffset(),
        OdpsTypeKind.Timestamp => value.GetTimestamp(),
        OdpsTypeKind.TimestampNtz => value.GetTimestampNtz(),
        OdpsTypeKind.IntervalDayTime => value.GetIntervalDayTime(),
        OdpsTypeKind.IntervalYearMonth => value.GetIntervalYearMonth(),
        OdpsTypeKind.Array => ReadElements(value),
        OdpsTypeKind.Map => ReadEntries(value),
        OdpsTypeKind.Struct => new OdpsStruct((StructType)value.Type, ReadElements(value)),
        OdpsTypeKind.Vector when ((VectorType)value.Type).ElementType.Kind == OdpsTypeKind.Float => ReadElements(value).Cast<float>().ToArray(),
        OdpsTypeKind.Vector => ReadElements(value).Cast<double>().ToArray(),
        _ => value.GetString(),
    };

    private static object?[] ReadElements(NestedValue value)
    {
        var elements = new List<object?>();
        foreach (NestedValue element in value.Elements)
        {
            elements.Add(Read(element));
        }

        return elements.Count == value.Count ? [.. elements] : throw new InvalidOperationException($"{value.Count} elements announced, {elements.Count} found.");
    }

    private static OdpsMap ReadEntries(NestedValue value)
    {
        var entries = new List<KeyValuePair<object, object?>>();
        foreach (NestedEntry entry in value.Entries)
        {
            entries.Add(new(Read(entry.Key)!, Read(entry.Value)));
        }

        return entries.Count == value.Count ? OdpsMap.FromWire([.. entries]) : throw new InvalidOperationException($"{value.Count} entries announced, {entries.Count} found.");
    }

    private static object ReadDecimal(NestedValue value)
    {
        try
        {
            return value.GetOdpsDecimal();
        }
        catch (Exception e) when (e is OverflowException or OdpsDataException)
        {
            return value.GetString();
        }
    }
}
