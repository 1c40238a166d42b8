using System.Text;

namespace Odps.Net.Emulator.Sql.Functions;

/// <summary>SOUNDEX: the first letter and three digits for the consonants after it.</summary>
internal static class Soundex
{
    private const string Codes = "01230120022455012623010202";

    public static string Of(string text)
    {
        var result = new StringBuilder(4);
        char last = '0';
        foreach (char c in text.ToUpperInvariant())
        {
            if (c is < 'A' or > 'Z')
            {
                continue;
            }

            char code = Codes[c - 'A'];
            if (result.Length == 0)
            {
                result.Append(c);
            }
            else if (code != '0' && code != last)
            {
                result.Append(code);
            }

            // H and W do not part two letters of one code.
            last = c is 'H' or 'W' ? last : code;
            if (result.Length == 4)
            {
                break;
            }
        }

        return result.Length == 0 ? "" : result.ToString().PadRight(4, '0');
    }
}
