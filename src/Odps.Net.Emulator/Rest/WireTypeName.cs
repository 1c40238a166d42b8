using System.Text.RegularExpressions;

namespace Odps.Net.Emulator.Rest;

/// <summary>Type names as the service's JSON has them: lower case, except for the names of struct fields.</summary>
internal static partial class WireTypeName
{
    public static string Of(OdpsType type) => type switch
    {
        ArrayType array => $"array<{Of(array.ElementType)}>",
        MapType map => $"map<{Of(map.KeyType)},{Of(map.ValueType)}>",
        StructType fields => $"struct<{string.Join(",", fields.Fields.Select(f => $"{FieldName(f.Name)}:{Of(f.Type)}"))}>",
        { Kind: OdpsTypeKind.Unknown } => type.Name,
        _ => type.Name.ToLowerInvariant(),
    };

    private static string FieldName(string name) =>
        PlainName().IsMatch(name) ? name : $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$", RegexOptions.CultureInvariant)]
    private static partial Regex PlainName();
}
