using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Rest;

/// <summary>
/// Partition specs as requests write them: <c>pt='a',region='b'</c> for metadata and <c>pt=a,region=b</c> for the tunnel, where values stand without
/// quotes. A value may hold a comma: a part that does not begin with one of the table's keys belongs to the value before it.
/// </summary>
internal static class PartitionText
{
    public static PartitionSpec Parse(string text, ColumnCollection keys)
    {
        var pairs = new List<(string Key, string Value)>();
        foreach (string part in text.Split(','))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            string key = equals < 0 ? "" : part[..equals].Trim();
            if (keys.Contains(key))
            {
                pairs.Add((keys[key].Name, part[(equals + 1)..]));
            }
            else if (pairs.Count > 0)
            {
                pairs[^1] = (pairs[^1].Key, pairs[^1].Value + "," + part);
            }
            else
            {
                throw Invalid(text, keys, "it begins with none of them");
            }
        }

        try
        {
            return new PartitionSpec([.. pairs.OrderBy(p => keys.IndexOf(p.Key)).Select(p => (p.Key, Unquote(p.Value)))]);
        }
        catch (ArgumentException e)
        {
            throw Invalid(text, keys, e.Message);
        }
    }

    private static string Unquote(string value)
    {
        string text = value.Trim();
        return text.Length >= 2 && text[0] is '\'' or '"' && text[^1] == text[0] ? Unescape(text[1..^1]) : text;
    }

    private static string Unescape(string text)
    {
        var result = new System.Text.StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            i += text[i] == '\\' && i + 1 < text.Length ? 1 : 0;
            result.Append(text[i]);
        }

        return result.ToString();
    }

    private static EmulatorException Invalid(string text, ColumnCollection keys, string problem) => new(
        "InvalidPartitionSpec",
        $"'{text}' is not a partition of the keys ({string.Join(", ", keys.Select(k => k.Name))}): {problem}.");
}
