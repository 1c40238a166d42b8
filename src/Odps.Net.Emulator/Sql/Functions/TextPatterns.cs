using System.Text.RegularExpressions;
using Odps.Net.Emulator.Sql.Binding;

namespace Odps.Net.Emulator.Sql.Functions;

/// <summary>LIKE and regular expressions.</summary>
internal static class TextPatterns
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>value LIKE pattern [ESCAPE c]; letter case counts, and one character is one Unicode code point.</summary>
    public static ScalarBody Like { get; } = arguments =>
    {
        if (arguments[0] is not string text || arguments[1] is not string pattern || (arguments.Length > 2 && arguments[2] is null))
        {
            return null;
        }

        string escape = arguments.Length > 2 ? (string)arguments[2]! : "\\";
        return IsLike(text, pattern, escape.Length > 0 ? escape[0] : '\0') ? 1L : 0L;
    };

    /// <summary>A body of RLIKE, which keeps the expressions that it compiled.</summary>
    public static ScalarBody RegexLike()
    {
        var cache = new RegexCache();
        return arguments => arguments[0] is string text && arguments[1] is string pattern ? cache.Run(pattern, r => r.IsMatch(text) ? 1L : 0L) : null;
    }

    private static bool IsLike(string text, string pattern, char escape)
    {
        int t = 0;
        int p = 0;
        int starPattern = -1;
        int starText = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '%')
            {
                starPattern = ++p;
                starText = t;
                continue;
            }

            if (p < pattern.Length && Matches(text, t, pattern, p, escape, out int textLength, out int patternLength))
            {
                t += textLength;
                p += patternLength;
                continue;
            }

            if (starPattern < 0)
            {
                return false;
            }

            p = starPattern;
            t = ++starText;
        }

        return pattern.AsSpan(p).TrimStart('%').Length == 0;
    }

    private static bool Matches(string text, int t, string pattern, int p, char escape, out int textLength, out int patternLength)
    {
        textLength = 1;
        patternLength = 1;
        if (pattern[p] == '_')
        {
            textLength = char.IsHighSurrogate(text[t]) && t + 1 < text.Length ? 2 : 1;
            return true;
        }

        if (pattern[p] == escape && p + 1 < pattern.Length)
        {
            patternLength = 2;
            return pattern[p + 1] == text[t];
        }

        return pattern[p] == text[t];
    }

    /// <summary>The regular expressions of one call, compiled once for each pattern.</summary>
    internal sealed class RegexCache
    {
        private readonly Dictionary<string, Regex> _compiled = new(StringComparer.Ordinal);

        public T Run<T>(string pattern, Func<Regex, T> use)
        {
            if (!_compiled.TryGetValue(pattern, out Regex? regex))
            {
                try
                {
                    regex = new Regex(PosixClasses.Translate(pattern), RegexOptions.CultureInvariant, Longest);
                }
                catch (ArgumentException e)
                {
                    throw SqlErrors.InvalidValue($"'{pattern}' is not a regular expression: {e.Message}");
                }

                _compiled[pattern] = regex;
            }

            try
            {
                return use(regex);
            }
            catch (RegexMatchTimeoutException)
            {
                throw SqlErrors.InvalidValue($"the regular expression '{pattern}' took longer than {Longest.TotalSeconds} s for one value");
            }
        }
    }
}
