using System.Text.Json;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>A column that a model learns from. What an answer leaves out is <see langword="null"/>.</summary>
public sealed record ModelFeature
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The type; one that this SDK does not know is kept by its name.</summary>
    public OdpsType? Type { get; init; }

    /// <summary>Whether there may be no value.</summary>
    public bool IsNullable { get; init; }

    /// <summary>The description.</summary>
    public string? Description { get; init; }

    /// <summary>The expression of the value where none is given.</summary>
    public string? DefaultValue { get; init; }

    /// <summary>The features of a model are one field without a name, whose fields they are.</summary>
    internal static IReadOnlyList<ModelFeature> ReadAll(JsonElement json) => !json.Has("fields") || json.GetProperty("fields") is not { ValueKind: JsonValueKind.Array } fields
        ? []
        : [.. fields.EnumerateArray().Where(field => field.Text("fieldName") is not null).Select(Read)];

    private static ModelFeature Read(JsonElement json) => new()
    {
        Name = json.Text("fieldName")!,
        Type = json.Text("sqlTypeDefinition") is not { } type ? null : OdpsType.TryParse(type, out OdpsType? known) ? known : OdpsType.Unknown(type),
        IsNullable = "NULLABLE".Equals(json.Text("mode"), StringComparison.OrdinalIgnoreCase),
        Description = json.Text("description"),
        DefaultValue = json.Text("defaultValueExpression"),
    };
}
