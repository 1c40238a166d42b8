using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Odps.Net.Emulator.Sql.Functions;

/// <summary>Functions of texts. Positions and lengths count Unicode code points, from 1.</summary>
internal static class StringFunctions
{
    public static void AddTo(FunctionTable table)
    {
        OdpsType text = OdpsType.String;
        OdpsType number = OdpsType.BigInt;
        table.Add("lower,tolower,lcase", "text", text, a => ((string)a[0]!).ToLowerInvariant());
        table.Add("upper,toupper,ucase", "text", text, a => ((string)a[0]!).ToUpperInvariant());
        table.Add("length,char_length,character_length", "text", number, a => CodePoints.Count((string)a[0]!));
        table.Add("lengthb,octet_length", "text", number, a => (long)Encoding.UTF8.GetByteCount((string)a[0]!));
        table.Add("length,lengthb,octet_length", "binary", number, a => (long)((byte[])a[0]!).Length);
        table.Add("trim", "text,text?", text, a => CodePoints.Trim((string)a[0]!, a.Length > 1 ? (string)a[1]! : null, true, true));
        table.Add("ltrim", "text,text?", text, a => CodePoints.Trim((string)a[0]!, a.Length > 1 ? (string)a[1]! : null, true, false));
        table.Add("rtrim", "text,text?", text, a => CodePoints.Trim((string)a[0]!, a.Length > 1 ? (string)a[1]! : null, false, true));
        table.Add("concat", "text...", text, a => string.Concat(a));
        table.Add("concat", "array,array...", t => t.All(x => x == t[0]) ? t[0] : null, (_, t) => a =>
            NestedCells.WriteArray(a.SelectMany(x => NestedCells.ReadArray(((ArrayType)t[0]).ElementType, (string)x!)), ((ArrayType)t[0]).ElementType));
        table.Add("concat_ws", "text,text...", _ => text, (_, _) => a => a[0] is string s ? string.Join(s, a.Skip(1).Where(x => x is not null)) : null, takesNulls: true);
        table.Add("concat_ws", "text,array", _ => text, (_, t) => a => string.Join(
            (string)a[0]!, NestedCells.ReadArray(((ArrayType)t[1]).ElementType, (string)a[1]!).Where(x => x is not null).Select(x => Convert.ToString(x, CultureInfo.InvariantCulture))));
        table.Add("substr,substring", "text,bigint,bigint?", text, a => CodePoints.Substring((string)a[0]!, (long)a[1]!, a.Length > 2 ? (long)a[2]! : long.MaxValue));
        table.Add("left", "text,bigint", text, a => CodePoints.Substring((string)a[0]!, 1, (long)a[1]!));
        table.Add("right", "text,bigint", text, a => CodePoints.Right((string)a[0]!, (long)a[1]!));
        table.Add("replace", "text,text,text?", text, a => ((string)a[1]!).Length == 0
            ? a[0] : ((string)a[0]!).Replace((string)a[1]!, a.Length > 2 ? (string)a[2]! : "", StringComparison.Ordinal));
        table.Add("translate", "text,text,text", text, a => CodePoints.Translate((string)a[0]!, (string)a[1]!, (string)a[2]!));
        table.Add("instr", "text,text,bigint?,bigint?", number, a => CodePoints.Find((string)a[0]!, (string)a[1]!, a.Length > 2 ? (long)a[2]! : 1, a.Length > 3 ? (long)a[3]! : 1));
        table.Add("locate", "text,text,bigint?", number, a => CodePoints.Find((string)a[1]!, (string)a[0]!, a.Length > 2 ? (long)a[2]! : 1, 1));
        table.Add("position", "text,text", number, a => CodePoints.Find((string)a[1]!, (string)a[0]!, 1, 1));
        table.Add("reverse", "text", text, a => CodePoints.Reverse((string)a[0]!));
        table.Add("repeat", "text,bigint", text, a => Repeat((string)a[0]!, (long)a[1]!));
        table.Add("space", "bigint", text, a => Repeat(" ", (long)a[0]!));
        table.Add("lpad", "text,bigint,text?", text, a => CodePoints.Pad((string)a[0]!, (long)a[1]!, a.Length > 2 ? (string)a[2]! : " ", true));
        table.Add("rpad", "text,bigint,text?", text, a => CodePoints.Pad((string)a[0]!, (long)a[1]!, a.Length > 2 ? (string)a[2]! : " ", false));
        table.Add("initcap", "text", text, a => CodePoints.Capitalize((string)a[0]!));
        table.Add("split_part", "text,text,bigint,bigint?", text, a => SplitPart((string)a[0]!, (string)a[1]!, (long)a[2]!, a.Length > 3 ? (long)a[3]! : (long)a[2]!));
        table.Add("substring_index", "text,text,bigint", text, a => SubstringIndex((string)a[0]!, (string)a[1]!, (long)a[2]!));
        table.Add("find_in_set", "text,text,text?", number, a => ((string)a[1]!).Split(a.Length > 2 ? (string)a[2]! : ",").AsSpan().IndexOf((string)a[0]!) + 1L);
        table.Add("keyvalue", "text,text", text, a => KeyValue((string)a[0]!, ";", ":", (string)a[1]!));
        table.Add("keyvalue", "text,text,text,text", text, a => KeyValue((string)a[0]!, (string)a[1]!, (string)a[2]!, (string)a[3]!));
        table.Add("char_matchcount", "text,text", number, a => (long)((string)a[0]!).EnumerateRunes().Count(r => ((string)a[1]!).EnumerateRunes().Contains(r)));
        table.Add("parse_url", "text,text", text, a => UrlParts.Find((string)a[0]!, (string)a[1]!));
        table.Add("parse_url", "text,text,text", text, a => (string)a[1]! == "QUERY" ? UrlParts.Find((string)a[0]!, $"QUERY:{a[2]}") : null);
        table.Add("ascii", "text", number, a => ((string)a[0]!).Length == 0 ? 0L : Encoding.UTF8.GetBytes((string)a[0]!)[0]);
        table.Add("chr,char", "bigint", text, a => (long)a[0]! is >= 0 and <= 0x10FFFF and not (>= 0xD800 and <= 0xDFFF) ? char.ConvertFromUtf32((int)(long)a[0]!) : null);
#pragma warning disable CA5350, CA5351 // MD5 and SHA1 are functions of the language; nothing is protected by them here.
        table.Add("md5", "text", text, a => Hex(MD5.HashData(Encoding.UTF8.GetBytes((string)a[0]!))));
        table.Add("sha,sha1", "text", text, a => Hex(SHA1.HashData(Encoding.UTF8.GetBytes((string)a[0]!))));
#pragma warning restore CA5350, CA5351
        table.Add("sha2", "text,bigint", text, a => Sha2(Encoding.UTF8.GetBytes((string)a[0]!), (long)a[1]!));
        table.Add("crc32", "text", number, a => Crc32(Encoding.UTF8.GetBytes((string)a[0]!)));
        table.Add("hex", "text", text, a => Convert.ToHexString(Encoding.UTF8.GetBytes((string)a[0]!)));
        table.Add("hex", "binary", text, a => Convert.ToHexString((byte[])a[0]!));
        table.Add("hex", "int", text, a => ((long)a[0]!).ToString("X", CultureInfo.InvariantCulture));
        table.Add("unhex", "text", OdpsType.Binary, a => Unhex((string)a[0]!));
        table.Add("base64", "binary", text, a => Convert.ToBase64String((byte[])a[0]!));
        table.Add("unbase64", "text", OdpsType.Binary, a => Unbase64((string)a[0]!));
        table.Add("encode", "text,text", OdpsType.Binary, a => EncodingOf((string)a[1]!).GetBytes((string)a[0]!));
        table.Add("url_encode", "text,text?", text, a => Uri.EscapeDataString((string)a[0]!).Replace("%20", "+", StringComparison.Ordinal).Replace("~", "%7E", StringComparison.Ordinal));
        table.Add("url_decode", "text,text?", text, a => Uri.UnescapeDataString(((string)a[0]!).Replace('+', ' ')));
        table.Add("soundex", "text", text, a => Soundex.Of((string)a[0]!));
        table.Add("starts_with,startswith", "text,text", OdpsType.Boolean, a => ((string)a[0]!).StartsWith((string)a[1]!, StringComparison.Ordinal) ? 1L : 0L);
        table.Add("ends_with,endswith", "text,text", OdpsType.Boolean, a => ((string)a[0]!).EndsWith((string)a[1]!, StringComparison.Ordinal) ? 1L : 0L);
        table.Add("contains", "text,text", OdpsType.Boolean, a => ((string)a[0]!).Contains((string)a[1]!, StringComparison.Ordinal) ? 1L : 0L);
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private static long Crc32(byte[] bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int i = 0; i < 8; i++)
            {
                crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
            }
        }

        return ~crc;
    }

    private static string Repeat(string text, long count)
    {
        const long longest = 64 * 1024 * 1024;
        return count <= 0 ? ""
            : count > longest || text.Length * count > longest ? throw SqlErrors.InvalidValue("repeat makes a text that is too long")
            : new StringBuilder().Insert(0, text, (int)count).ToString();
    }

    private static string? SplitPart(string text, string separator, long start, long end)
    {
        if (separator.Length == 0)
        {
            return text;
        }

        string[] parts = text.Split(separator);
        start = start < 0 ? parts.Length + start + 1 : start;
        end = end < 0 ? parts.Length + end + 1 : end;
        if (start < 1 || start > parts.Length || end < start)
        {
            return "";
        }

        return string.Join(separator, parts[(int)(start - 1)..(int)Math.Min(end, parts.Length)]);
    }

    private static string SubstringIndex(string text, string separator, long count)
    {
        if (count == 0 || separator.Length == 0)
        {
            return "";
        }

        string[] parts = text.Split(separator);
        return count > 0
            ? string.Join(separator, parts.Take((int)Math.Min(count, parts.Length)))
            : string.Join(separator, parts.Skip((int)Math.Max(0, parts.Length + count)));
    }

    private static string? KeyValue(string text, string pairSeparator, string keySeparator, string key)
    {
        foreach (string pair in text.Split(pairSeparator))
        {
            int at = pair.IndexOf(keySeparator, StringComparison.Ordinal);
            if (at >= 0 && pair.AsSpan(0, at).SequenceEqual(key))
            {
                return pair[(at + keySeparator.Length)..];
            }
        }

        return null;
    }

    private static string? Sha2(byte[] bytes, long bits) => bits switch
    {
        0 or 256 => Hex(SHA256.HashData(bytes)),
        384 => Hex(SHA384.HashData(bytes)),
        512 => Hex(SHA512.HashData(bytes)),
        _ => null,
    };

    private static byte[]? Unhex(string text)
    {
        try
        {
            return Convert.FromHexString(text.Length % 2 == 0 ? text : "0" + text);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static byte[]? Unbase64(string text)
    {
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static Encoding EncodingOf(string name) => name.ToUpperInvariant() switch
    {
        "UTF-8" or "UTF8" => Encoding.UTF8,
        "US-ASCII" or "ASCII" => Encoding.ASCII,
        "ISO-8859-1" => Encoding.Latin1,
        "UTF-16BE" => Encoding.BigEndianUnicode,
        "UTF-16LE" => Encoding.Unicode,
        _ => throw SqlErrors.InvalidValue($"encode: there is no encoding '{name}'"),
    };
}
