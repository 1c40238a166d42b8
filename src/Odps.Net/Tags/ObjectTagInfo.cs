using System.Collections.Frozen;
using System.Text.Json;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>The tags of an object and of its columns: an immutable snapshot, empty where there are none.</summary>
public sealed record ObjectTagInfo
{
    /// <summary>The names of its tags, by classification.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Tags { get; init; } = FrozenDictionary<string, IReadOnlyList<string>>.Empty;

    /// <summary>The names of the tags of its columns, by column and classification.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>> ColumnTags { get; init; } =
        FrozenDictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>>.Empty;

    /// <summary>Its simple tags, pairs of name and value, by category.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> SimpleTags { get; init; } = FrozenDictionary<string, IReadOnlyDictionary<string, string>>.Empty;

    /// <summary>The simple tags of its columns, by column and category.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> SimpleColumnTags { get; init; } =
        FrozenDictionary<string, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>>.Empty;

    internal static ObjectTagInfo Read(JsonElement json)
    {
        ObjectTagInfo info = json.Object("Tag", static tag => new ObjectTagInfo
        {
            Tags = Map(tag, "Tags", Names),
            ColumnTags = Map<IReadOnlyDictionary<string, IReadOnlyList<string>>>(tag, "ColumnTags", static column => Map(column, Names)),
        }) ?? new ObjectTagInfo();
        return json.Object("SimpleTag", tag => info with
        {
            SimpleTags = Map(tag, "Tags", Pairs),
            SimpleColumnTags = Map<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>>(tag, "ColumnTags", static column => Map(column, Pairs)),
        }) ?? info;
    }

    private static IReadOnlyList<string> Names(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(WireJson.TextOf)] : [];

    private static IReadOnlyDictionary<string, string> Pairs(JsonElement list) => list.ValueKind != JsonValueKind.Array
        ? FrozenDictionary<string, string>.Empty
        : list.EnumerateArray()
            .Where(entry => entry.Text("TagName") is not null)
            .DistinctBy(entry => entry.Text("TagName"))
            .ToFrozenDictionary(entry => entry.Text("TagName")!, entry => entry.Text("TagValue") ?? "", StringComparer.Ordinal);

    private static FrozenDictionary<string, T> Map<T>(JsonElement json, string key, Func<JsonElement, T> read) =>
        json.Object(key, map => Map(map, read)) ?? FrozenDictionary<string, T>.Empty;

    private static FrozenDictionary<string, T> Map<T>(JsonElement map, Func<JsonElement, T> read) => map.ValueKind == JsonValueKind.Object
        ? map.EnumerateObject().DistinctBy(p => p.Name).ToFrozenDictionary(p => p.Name, p => read(p.Value), StringComparer.Ordinal)
        : FrozenDictionary<string, T>.Empty;
}
