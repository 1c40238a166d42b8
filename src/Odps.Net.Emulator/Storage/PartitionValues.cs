using System.Globalization;

namespace Odps.Net.Emulator.Storage;

/// <summary>Between the text of a partition value and the cell of its key's type.</summary>
internal static class PartitionValues
{
    /// <summary>The spec with all keys of the table in its order and each value in its one form: 7 for '007' of a BIGINT key.</summary>
    public static PartitionSpec Normalize(TableDefinition table, PartitionSpec spec)
    {
        ColumnCollection keys = table.Schema.PartitionColumns;
        if (keys.Count == 0)
        {
            throw StoreErrors.InvalidPartition(table, $"the table is not partitioned, but a partition was given: {spec}");
        }

        if (spec.Count != keys.Count)
        {
            throw StoreErrors.InvalidPartition(table, $"{spec} has {spec.Count} keys, the table has {keys.Count}: {string.Join(", ", keys.Select(k => k.Name))}");
        }

        return new PartitionSpec(keys.Select(key =>
        {
            string value = spec.TryGetValue(key.Name, out string? found) ? found : throw StoreErrors.InvalidPartition(table, $"{spec} has no value for the key {key.Name}");
            object? cell = ToCell(key.Type, value) ?? throw StoreErrors.InvalidPartition(table, $"'{value}' is not a value of the key {key.Name} of type {key.Type}");
            return KeyValuePair.Create(key.Name, ToText(key.Type, cell));
        }));
    }

    public static object?[] ToCells(TableDefinition table, PartitionSpec normalized) =>
        [.. table.Schema.PartitionColumns.Select((key, i) => ToCell(key.Type, normalized[i].Value))];

    /// <summary>The cell of a text, or null when the text is no value of the type.</summary>
    public static object? ToCell(OdpsType type, string text)
    {
        switch (type.Kind)
        {
            case OdpsTypeKind.TinyInt or OdpsTypeKind.SmallInt or OdpsTypeKind.Int or OdpsTypeKind.BigInt:
                return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : null;
            case OdpsTypeKind.Date:
                return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date)
                    ? StoredValues.ToCell(type, date)
                    : null;
            case OdpsTypeKind.DateTime:
                return DateTimeOffset.TryParseExact(
                    text, ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.fff"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
                    ? StoredValues.ToCell(type, time)
                    : null;
            default:
                return text;
        }
    }

    public static string ToText(OdpsType type, object cell) => type.Kind switch
    {
        OdpsTypeKind.Date => ((DateOnly)StoredValues.FromCell(type, cell)!).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        OdpsTypeKind.DateTime => ((DateTimeOffset)StoredValues.FromCell(type, cell)!).ToString("yyyy-MM-dd HH:mm:ss.FFF", CultureInfo.InvariantCulture),
        _ => Convert.ToString(cell, CultureInfo.InvariantCulture)!,
    };
}
