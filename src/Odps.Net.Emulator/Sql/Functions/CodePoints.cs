using System.Text;

namespace Odps.Net.Emulator.Sql.Functions;

/// <summary>Texts as rows of Unicode code points, counted from 1.</summary>
internal static class CodePoints
{
    public static long Count(ReadOnlySpan<char> text)
    {
        long count = 0;
        for (int i = 0; i < text.Length; i += Width(text, i))
        {
            count++;
        }

        return count;
    }

    /// <summary>A part of a text; a negative start counts from the end, and 0 is as 1.</summary>
    public static string Substring(string text, long start, long length)
    {
        long count = Count(text);
        long from = start > 0 ? start - 1 : start == 0 ? 0 : count + start;
        if (from < 0 || from >= count || length <= 0)
        {
            return "";
        }

        int first = Offset(text, 0, from);
        int last = length >= count - from ? text.Length : Offset(text, first, length);
        return text[first..last];
    }

    public static string Right(string text, long length)
    {
        long count = Count(text);
        return length <= 0 ? "" : length >= count ? text : Substring(text, count - length + 1, length);
    }

    /// <summary>Where the n-th occurrence stands, 0 when there is none; a negative start searches from the end.</summary>
    public static object Find(string text, string part, long start, long occurrence)
    {
        if (start == 0 || occurrence <= 0)
        {
            throw SqlErrors.InvalidValue("instr: the start is not 0 and the occurrence is above 0");
        }

        if (start > 0)
        {
            long count = Count(text);
            int offset = start > count + 1 ? -1 : Offset(text, 0, start - 1);
            while (offset >= 0 && offset <= text.Length)
            {
                offset = text.IndexOf(part, offset, StringComparison.Ordinal);
                if (offset < 0 || --occurrence == 0)
                {
                    break;
                }

                offset++;
            }

            return offset < 0 || offset > text.Length ? 0L : Count(text.AsSpan(0, offset)) + 1;
        }

        long at = Count(text) + start;
        int last = at < 0 ? -1 : Offset(text, 0, at);
        for (; last >= 0; last--)
        {
            if (string.CompareOrdinal(text, last, part, 0, part.Length) == 0 && --occurrence == 0)
            {
                return Count(text.AsSpan(0, last)) + 1;
            }
        }

        return 0L;
    }

    public static string Trim(string text, string? set, bool start, bool end)
    {
        char[] chars = set is null ? [' '] : set.ToCharArray();
        text = start ? text.TrimStart(chars) : text;
        return end ? text.TrimEnd(chars) : text;
    }

    public static string Reverse(string text)
    {
        var result = new StringBuilder(text.Length);
        for (int i = text.Length; i > 0;)
        {
            int width = i > 1 && char.IsLowSurrogate(text[i - 1]) && char.IsHighSurrogate(text[i - 2]) ? 2 : 1;
            i -= width;
            result.Append(text, i, width);
        }

        return result.ToString();
    }

    public static string? Pad(string text, long length, string filler, bool isLeft)
    {
        const long longest = 16 * 1024 * 1024;
        long count = Count(text);
        if (length <= count || length <= 0)
        {
            return length <= 0 ? "" : Substring(text, 1, length);
        }

        if (filler.Length == 0 || length > longest)
        {
            return null;
        }

        long missing = length - count;
        long width = Count(filler);
        var padding = new StringBuilder();
        for (; missing >= width; missing -= width)
        {
            padding.Append(filler);
        }

        padding.Append(Substring(filler, 1, missing));
        return isLeft ? padding + text : text + padding;
    }

    public static string Translate(string text, string from, string to)
    {
        Rune[] targets = [.. to.EnumerateRunes()];
        var map = new Dictionary<Rune, Rune?>();
        int index = 0;
        foreach (Rune rune in from.EnumerateRunes())
        {
            map.TryAdd(rune, index < targets.Length ? targets[index] : null);
            index++;
        }

        var result = new StringBuilder();
        foreach (Rune rune in text.EnumerateRunes())
        {
            _ = !map.TryGetValue(rune, out Rune? target) ? result.Append(rune.ToString()) : target is { } other ? result.Append(other.ToString()) : result;
        }

        return result.ToString();
    }

    /// <summary>Each word with its first letter large and the others small.</summary>
    public static string Capitalize(string text)
    {
        var result = new StringBuilder(text.Length);
        bool begins = true;
        foreach (char c in text)
        {
            result.Append(begins ? char.ToUpperInvariant(c) : char.ToLowerInvariant(c));
            begins = char.IsWhiteSpace(c);
        }

        return result.ToString();
    }

    private static int Width(ReadOnlySpan<char> text, int at) =>
        char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1;

    private static int Offset(string text, int from, long count)
    {
        for (; count > 0 && from < text.Length; count--)
        {
            from += Width(text, from);
        }

        return from;
    }
}
