using System.Text;

namespace Odps.Net;

/// <summary>
/// ARRAY, MAP and STRUCT as the service prints them in CSV text: <c>[a, b]</c>, <c>{k:v, l:w}</c>, <c>{f:v, g:w}</c>. Items end at a comma, keys at a colon, that is in no
/// inner brackets or quotes; texts may stand in either quotes, where a backslash takes the next character along; <c>\N</c> is NULL. The values of a STRUCT are
/// taken by position.
/// </summary>
internal static class NestedText
{
    public static bool TryParse(OdpsType type, string text, TimeZoneInfo? zone, out object? value)
    {
        value = null;
        text = text.Trim();
        if (text == "\\N")
        {
            return true;
        }

        switch (type)
        {
            case ArrayType array:
                return IsBetween(text, '[', ']') && TryParseArray(array, text[1..^1], zone, out value);
            case MapType map:
                return IsBetween(text, '{', '}') && TryParseMap(map, text[1..^1], zone, out value);
            case StructType fields:
                return IsBetween(text, '{', '}') && TryParseStruct(fields, text[1..^1], zone, out value);
            default:
                bool isRead = TextValue.TryParse(type, Unquote(text), out RecordSlot slot, zone);
                value = isRead ? SlotConversion.ToObject(type, slot) : null;
                return isRead;
        }
    }

    private static bool TryParseArray(ArrayType type, string text, TimeZoneInfo? zone, out object? value)
    {
        value = null;
        var items = new List<object?>();
        foreach (string part in Split(text, ','))
        {
            if (!TryParse(type.ElementType, part, zone, out object? item))
            {
                return false;
            }

            items.Add(item);
        }

        value = items.ToArray();
        return true;
    }

    private static bool TryParseMap(MapType type, string text, TimeZoneInfo? zone, out object? value)
    {
        value = null;
        var entries = new List<KeyValuePair<object, object?>>();
        foreach (string part in Split(text, ','))
        {
            (string? key, string item) = Cut(part);
            if (key is null || !TryParse(type.KeyType, key, zone, out object? keyValue) || keyValue is null || !TryParse(type.ValueType, item, zone, out object? itemValue))
            {
                return false;
            }

            entries.Add(new(keyValue, itemValue));
        }

        value = OdpsMap.FromWire([.. entries]);
        return true;
    }

    private static bool TryParseStruct(StructType type, string text, TimeZoneInfo? zone, out object? value)
    {
        value = null;
        var values = new object?[type.Fields.Length];
        List<string> parts = Split(text, ',');
        if (parts.Count != 0 && parts.Count != values.Length)
        {
            return false;
        }

        for (int i = 0; i < parts.Count; i++)
        {
            if (!TryParse(type.Fields[i].Type, Cut(parts[i]).Value, zone, out values[i]))
            {
                return false;
            }
        }

        value = new OdpsStruct(type, values);
        return true;
    }

    private static bool IsBetween(string text, char open, char close) => text.Length >= 2 && text[0] == open && text[^1] == close;

    /// <summary>The part before the first colon and that behind it; no key when there is no colon.</summary>
    private static (string? Key, string Value) Cut(string text)
    {
        List<string> parts = Split(text, ':', limit: 2);
        return parts.Count == 2 ? (parts[0], parts[1]) : (null, text);
    }

    private static List<string> Split(string text, char separator, int limit = int.MaxValue)
    {
        var parts = new List<string>();
        if (text.AsSpan().Trim().IsEmpty)
        {
            return parts;
        }

        int start = 0;
        int depth = 0;
        char quote = '\0';
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '\\')
            {
                i++;
            }
            else if (quote != '\0')
            {
                quote = c == quote ? '\0' : quote;
            }
            else if (c is '"' or '\'')
            {
                quote = c;
            }
            else if (c is '[' or '{')
            {
                depth++;
            }
            else if (c is ']' or '}')
            {
                depth--;
            }
            else if (c == separator && depth == 0 && parts.Count < limit - 1)
            {
                parts.Add(text[start..i]);
                start = i + 1;
            }
        }

        parts.Add(text[start..]);
        return parts;
    }

    private static string Unquote(string text)
    {
        if (text.Length < 2 || text[0] is not ('"' or '\'') || text[^1] != text[0])
        {
            return text;
        }

        var value = new StringBuilder(text.Length);
        for (int i = 1; i < text.Length - 1; i++)
        {
            if (text[i] == '\\' && i < text.Length - 2)
            {
                i++;
            }

            value.Append(text[i]);
        }

        return value.ToString();
    }
}
