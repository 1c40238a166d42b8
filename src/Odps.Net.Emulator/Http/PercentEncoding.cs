using System.Text;

namespace Odps.Net.Emulator.Http;

/// <summary>Percent-decoding of parts of a request target, once and to UTF-8.</summary>
internal static class PercentEncoding
{
    /// <param name="text">The encoded text.</param>
    /// <param name="plusIsSpace">Whether <c>+</c> stands for a space, as in queries.</param>
    public static string Decode(string text, bool plusIsSpace)
    {
        if (text.AsSpan().IndexOfAny('%', '+') < 0)
        {
            return text;
        }

        var bytes = new List<byte>(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
            {
                bytes.Add(Convert.FromHexString(text.AsSpan(i + 1, 2))[0]);
                i += 2;
            }
            else
            {
                // A request target is ASCII: the server refuses anything else before it comes here.
                bytes.Add(plusIsSpace && text[i] == '+' ? (byte)' ' : (byte)text[i]);
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
