using System.Text.Json;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>What the tags of a classification may say of one attribute. Immutable.</summary>
public sealed record TagAttribute
{
    /// <summary>The kind. Default: <see cref="TagAttributeType.Text"/>.</summary>
    public TagAttributeType Type { get; init; } = TagAttributeType.Text;

    /// <summary>Whether each tag needs a value. An attribute that is added to a classification later cannot be required. Default: <see langword="false"/>.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether a tag has the attribute once. Default: <see langword="true"/>.</summary>
    public bool IsUnique { get; init; } = true;

    /// <summary>Texts: the fewest characters. Default: no limit.</summary>
    public int? MinLength { get; init; }

    /// <summary>Texts: the most characters. Default: no limit.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Whole numbers: the least. Default: no limit.</summary>
    public long? Minimum { get; init; }

    /// <summary>Whole numbers: the greatest. Default: no limit.</summary>
    public long? Maximum { get; init; }

    /// <summary>Enumerations: the texts that there are. Default: none.</summary>
    public IReadOnlyList<string> Elements { get; init; } = [];

    internal static TagAttribute Read(JsonElement json)
    {
        var attribute = new TagAttribute { Type = json.Text("Type") is { } type ? new TagAttributeType(type.ToLowerInvariant()) : TagAttributeType.Text };
        return json.Object("Constraints", constraints => attribute with
        {
            IsRequired = constraints.Flag("IsRequired"),
            IsUnique = !constraints.IsFalse("Unique"),
            MinLength = Length(constraints, "MinLength"),
            MaxLength = Length(constraints, "MaxLength"),
            Minimum = constraints.Number("Minimum"),
            Maximum = constraints.Number("Maximum"),
            Elements = constraints.TextList("Elements"),
        }) ?? attribute;
    }

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("Type"u8, Type.ToString());
        json.WriteStartObject("Constraints"u8);
        json.WriteBoolean("IsRequired"u8, IsRequired);
        json.WriteBoolean("Unique"u8, IsUnique);
        WriteNumber(json, "MaxLength", MaxLength);
        WriteNumber(json, "MinLength", MinLength);
        WriteNumber(json, "Maximum", Maximum);
        WriteNumber(json, "Minimum", Minimum);
        if (Elements.Count > 0)
        {
            json.WriteStartArray("Elements"u8);
            foreach (string element in Elements)
            {
                json.WriteStringValue(element);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static int? Length(JsonElement json, string key) => json.Number(key) is >= 0 and <= int.MaxValue and long length ? (int)length : null;

    private static void WriteNumber(Utf8JsonWriter json, string name, long? value)
    {
        if (value is long number)
        {
            json.WriteNumber(name, number);
        }
    }
}
