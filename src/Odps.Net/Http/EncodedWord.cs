using System.Globalization;
using System.Text;

namespace Odps.Net.Http;

/// <summary>
/// Decodes RFC 2047 words (<c>=?UTF-8?B?...?=</c>), in which the service wraps some texts that are not ASCII: JSON documents and header
/// values.
/// </summary>
internal static class EncodedWord
{
    /// <returns>The decoded text; the text itself when it is not made of such words alone.</returns>
    public static string Decode(string text)
    {
        if (!text.StartsWith("=?", StringComparison.Ordinal))
        {
            return text;
        }

        // Words may split a character between them, so their bytes are joined before they are decoded.
        var bytes = new List<byte>(text.Length);
        Encoding? encoding = null;
        foreach (string word in text.Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = word.Split('?');
            if (parts.Length != 5 || parts[0] != "=" || parts[4] != "=" || EncodingOf(parts[1]) is not { } charset
                || (encoding is not null && !encoding.Equals(charset))
                || !TryDecode(parts[2], parts[3], bytes))
            {
                return text;
            }

            encoding = charset;
        }

        return encoding is null ? text : encoding.GetString([.. bytes]);
    }

    private static Encoding? EncodingOf(string charset) => charset.ToUpperInvariant() switch
    {
        "UTF-8" or "UTF8" => Encoding.UTF8,
        "US-ASCII" or "ASCII" => Encoding.ASCII,
        "ISO-8859-1" => Encoding.Latin1,
        _ => null,
    };

    private static bool TryDecode(string form, string text, List<byte> target)
    {
        switch (form)
        {
            case "B" or "b":
                byte[] buffer = new byte[text.Length];
                if (!Convert.TryFromBase64String(text, buffer, out int length))
                {
                    return false;
                }

                target.AddRange(buffer.AsSpan(0, length));
                return true;
            case "Q" or "q":
                for (int i = 0; i < text.Length; i++)
                {
                    char c = text[i];
                    if (c == '=')
                    {
                        if (i + 2 >= text.Length || !byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value))
                        {
                            return false;
                        }

                        target.Add(value);
                        i += 2;
                    }
                    else if (c < 0x80)
                    {
                        target.Add(c == '_' ? (byte)' ' : (byte)c);
                    }
                    else
                    {
                        return false;
                    }
                }

                return true;
            default:
                return false;
        }
    }
}
