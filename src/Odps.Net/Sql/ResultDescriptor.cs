using System.Text.Json;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>What the result API says of a result beside its text.</summary>
internal sealed record ResultDescriptor(bool IsSelect, string? Status, ColumnCollection? Columns)
{
    public bool IsTruncated => "TRUNCATED".Equals(Status, StringComparison.OrdinalIgnoreCase);

    /// <summary>The service has rows and sends none of them here.</summary>
    public bool IsWithoutRows => "NO".Equals(Status, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the text determines the values of all columns.</summary>
    public bool IsReadable => Columns?.All(c => IsText(c.Type)) ?? true;

    /// <returns>Null when there is none, or none that is understood.</returns>
    public static ResultDescriptor? TryParse(string? json)
    {
        if (string.IsNullOrWhiteSpace(json))
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            ColumnCollection? columns = root.TryGetProperty("Schema", out JsonElement schema) && schema.TryGetProperty("Columns"u8, out JsonElement list)
                ? new ColumnCollection(list.EnumerateArray().Select(c => new Column(c.Text("Name") ?? "", OdpsType.Parse(c.Text("Type") ?? ""))))
                : null;
            return new ResultDescriptor(root.Flag("IsSelect"), root.Text("SelectResultStatus"), columns);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException or FormatException)
        {
            return null;
        }
    }

    private static bool IsText(OdpsType type) => type switch
    {
        ArrayType array => IsText(array.ElementType),
        MapType map => IsText(map.KeyType) && IsText(map.ValueType),
        StructType fields => fields.Fields.All(f => IsText(f.Type)),
        _ => type.Kind is not (OdpsTypeKind.Binary or OdpsTypeKind.Vector or OdpsTypeKind.Unknown),
    };
}
