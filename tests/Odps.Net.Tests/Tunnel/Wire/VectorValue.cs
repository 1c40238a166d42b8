using System.Globalization;
using System.Text.Json;

namespace Odps.Net.Tests.Tunnel.Wire;

/// <summary>The text form in which the sample files state values.</summary>
internal static class VectorValue
{
    /// <summary>The .NET value of a text, as a record takes it.</summary>
    public static object? Parse(OdpsType type, JsonElement json) => json.ValueKind == JsonValueKind.Null ? null : type switch
    {
        ArrayType array => json.EnumerateArray().Select(e => Parse(array.ElementType, e)).ToArray(),
        MapType map => new OdpsMap(json.EnumerateArray().Select(e => new KeyValuePair<object, object?>(Parse(map.KeyType, e[0])!, Parse(map.ValueType, e[1])))),
        StructType fields => new OdpsStruct(fields, [.. fields.Fields.Select(f => Parse(f.Type, json.GetProperty(f.Name)))]),
        VectorType { ElementType.Kind: OdpsTypeKind.Float } => json.EnumerateArray().Select(e => (float)Parse(OdpsType.Float, e)!).ToArray(),
        VectorType => json.EnumerateArray().Select(e => (double)Parse(OdpsType.Double, e)!).ToArray(),
        _ => Parse(type, json.GetString()!),
    };

    /// <summary>The text of a value that was read, as it would stand in the sample file.</summary>
    public static string Text(OdpsType type, object? value) => (type, value) switch
    {
        (_, null) => "null",
        (ArrayType array, IEnumerable<object?> list) => $"[{string.Join(",", list.Select(e => Text(array.ElementType, e)))}]",
        (MapType map, OdpsMap entries) => $"[{string.Join(",", entries.Select(e => $"[{Text(map.KeyType, e.Key)},{Text(map.ValueType, e.Value)}]"))}]",
        (StructType fields, OdpsStruct values) => $"{{{string.Join(",", fields.Fields.Select((f, i) => $"{Quote(f.Name)}:{Text(f.Type, values[i])}"))}}}",
        (VectorType, float[] numbers) => $"[{string.Join(",", numbers.Select(n => Text(OdpsType.Float, n)))}]",
        (VectorType, double[] numbers) => $"[{string.Join(",", numbers.Select(n => Text(OdpsType.Double, n)))}]",
        _ => Quote(SimpleText(type, value)),
    };

    /// <summary>The same form of a value in the sample file.</summary>
    public static string Text(OdpsType type, JsonElement json) => (type, json.ValueKind) switch
    {
        (_, JsonValueKind.Null) => "null",
        (ArrayType array, _) => $"[{string.Join(",", json.EnumerateArray().Select(e => Text(array.ElementType, e)))}]",
        (MapType map, _) => $"[{string.Join(",", json.EnumerateArray().Select(e => $"[{Text(map.KeyType, e[0])},{Text(map.ValueType, e[1])}]"))}]",
        (StructType fields, _) => $"{{{string.Join(",", fields.Fields.Select(f => $"{Quote(f.Name)}:{Text(f.Type, json.GetProperty(f.Name))}"))}}}",
        (VectorType vector, _) => $"[{string.Join(",", json.EnumerateArray().Select(e => Text(vector.ElementType, e)))}]",
        _ => Quote(json.GetString()!),
    };

    private static object Parse(OdpsType type, string text) => type.Kind switch
    {
        OdpsTypeKind.TinyInt => sbyte.Parse(text, CultureInfo.InvariantCulture),
        OdpsTypeKind.SmallInt => short.Parse(text, CultureInfo.InvariantCulture),
        OdpsTypeKind.Int => int.Parse(text, CultureInfo.InvariantCulture),
        OdpsTypeKind.BigInt => long.Parse(text, CultureInfo.InvariantCulture),
        OdpsTypeKind.Float => BitConverter.UInt32BitsToSingle(uint.Parse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)),
        OdpsTypeKind.Double => BitConverter.UInt64BitsToDouble(ulong.Parse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)),
        OdpsTypeKind.Boolean => text == "true",
        OdpsTypeKind.Decimal => OdpsDecimal.Parse(text),
        OdpsTypeKind.Binary => Convert.FromHexString(text),
        OdpsTypeKind.Date => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture),
        OdpsTypeKind.DateTime => DateTimeOffset.ParseExact(text, "yyyy-MM-dd'T'HH:mm:ss.fffZ", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        OdpsTypeKind.Timestamp => Time(text[..^1], (s, n) => new OdpsTimestamp(s, n)),
        OdpsTypeKind.TimestampNtz => Time(text, (s, n) => new OdpsTimestampNtz(s, n)),
        OdpsTypeKind.IntervalDayTime => Interval(text),
        OdpsTypeKind.IntervalYearMonth => new IntervalYearMonth(int.Parse(text, CultureInfo.InvariantCulture)),
        _ => text,
    };

    private static string SimpleText(OdpsType type, object value) => value switch
    {
        float f => string.Create(CultureInfo.InvariantCulture, $"0x{BitConverter.SingleToUInt32Bits(f):x8}"),
        double d => string.Create(CultureInfo.InvariantCulture, $"0x{BitConverter.DoubleToUInt64Bits(d):x16}"),
        bool b => b ? "true" : "false",
        byte[] bytes => Convert.ToHexStringLower(bytes),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        IntervalDayTime interval => string.Create(CultureInfo.InvariantCulture, $"seconds={interval.Seconds};nanos={interval.Nanoseconds}"),
        IntervalYearMonth months => months.TotalMonths.ToString(CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static object Time<T>(string text, Func<long, int, T> create)
    {
        var second = DateTimeOffset.ParseExact(text[..19], "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        return create(second.ToUnixTimeSeconds(), int.Parse(text.AsSpan(20), CultureInfo.InvariantCulture))!;
    }

    private static object Interval(string text)
    {
        string[] parts = text.Split(';');
        return new IntervalDayTime(
            long.Parse(parts[0].AsSpan("seconds=".Length), CultureInfo.InvariantCulture), int.Parse(parts[1].AsSpan("nanos=".Length), CultureInfo.InvariantCulture));
    }

    private static string Quote(string text) => JsonSerializer.Serialize(text);
}
