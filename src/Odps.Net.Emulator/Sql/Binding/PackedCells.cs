using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Odps.Net.Emulator.Sql.Binding;

/// <summary>Several cells in one text, exact and equal only for equal cells; so rows can pass through SQLite's JSON functions.</summary>
internal static class PackedCells
{
    public static string Pack(ReadOnlySpan<object?> cells)
    {
        var text = new StringBuilder();
        foreach (object? cell in cells)
        {
            _ = cell switch
            {
                null => text.Append("n;"),
                long number => text.Append(CultureInfo.InvariantCulture, $"i{number};"),
                double number => text.Append(CultureInfo.InvariantCulture, $"d{BitConverter.DoubleToInt64Bits(number == 0 ? 0 : number):x16};"),
                byte[] bytes => text.Append('b').Append(Convert.ToBase64String(bytes)).Append(';'),
                string s => text.Append(CultureInfo.InvariantCulture, $"s{s.Length};{s}"),
                _ => throw new ArgumentException($"A value of type {cell.GetType()} is not a cell.", nameof(cells)),
            };
        }

        return text.ToString();
    }

    public static object?[] Unpack(string text)
    {
        var cells = new List<object?>();
        for (int i = 0; i < text.Length;)
        {
            int end = text.IndexOf(';', i);
            ReadOnlySpan<char> content = text.AsSpan(i + 1, end - i - 1);
            char kind = text[i];
            i = end + 1;
            switch (kind)
            {
                case 'i':
                    cells.Add(long.Parse(content, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
                    break;
                case 'd':
                    cells.Add(BitConverter.Int64BitsToDouble(long.Parse(content, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)));
                    break;
                case 'b':
                    cells.Add(Convert.FromBase64String(content.ToString()));
                    break;
                case 's':
                    int length = int.Parse(content, NumberStyles.None, CultureInfo.InvariantCulture);
                    cells.Add(text.Substring(i, length));
                    i += length;
                    break;
                default:
                    cells.Add(null);
                    break;
            }
        }

        return [.. cells];
    }

    /// <summary>The rows of a JSON array of packed texts.</summary>
    public static IEnumerable<object?[]> ReadRows(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        foreach (JsonElement row in document.RootElement.EnumerateArray())
        {
            yield return Unpack(row.GetString()!);
        }
    }
}
