namespace Odps.Net;

/// <summary>
/// Finds the <c>set key=value;</c> statements of a text, which are hints of the whole job. The text is cut as PyODPS cuts it: at semicolons that are not in
/// quotes, comments or brackets; each piece that begins with SET counts, wherever it stands; keys are letters, digits and points, and also underscores and
/// dashes; the value is all up to the semicolon, with its quotes. A text with brackets that do not match has no hints: the service will judge it.
/// </summary>
internal static class SetStatements
{
    public static IReadOnlyDictionary<string, string> Find(string sql)
    {
        var hints = new Dictionary<string, string>(StringComparer.Ordinal);
        if (sql.Contains("set", StringComparison.OrdinalIgnoreCase) && Cut(sql) is { } statements)
        {
            foreach (Range statement in statements)
            {
                Add(hints, sql.AsSpan(statement));
            }
        }

        return hints;
    }

    /// <summary>The last statement, from its first word on; empty when the text cannot be cut.</summary>
    public static ReadOnlySpan<char> Last(string sql)
    {
        ReadOnlySpan<char> last = [];
        foreach (Range statement in Cut(sql) ?? [])
        {
            ReadOnlySpan<char> text = SkipSpaceAndComments(sql.AsSpan(statement));
            last = text.IsEmpty ? last : text;
        }

        return last;
    }

    /// <summary>The statements of a text; null when its brackets do not match.</summary>
    private static List<Range>? Cut(string sql)
    {
        var statements = new List<Range>();
        var scanner = new SqlScanner();
        var brackets = new Stack<char>();
        int start = 0;
        for (int i = 0; i < sql.Length; i++)
        {
            char c = sql[i];
            bool isCode = scanner.IsCode;
            scanner.Take(c, i + 1 < sql.Length ? sql[i + 1] : '\0');
            if (!isCode)
            {
                continue;
            }

            switch (c)
            {
                case '(' or '[' or '{':
                    brackets.Push(c);
                    break;
                case ')' or ']' or '}':
                    if (!brackets.TryPop(out char open) || open != Opening(c))
                    {
                        return null;
                    }

                    break;
                case ';' when brackets.Count == 0:
                    statements.Add(start..i);
                    start = i + 1;
                    break;
            }
        }

        statements.Add(start..);
        return brackets.Count == 0 ? statements : null;
    }

    private static char Opening(char closing) => closing switch
    {
        ')' => '(',
        ']' => '[',
        _ => '{',
    };

    private static void Add(Dictionary<string, string> hints, ReadOnlySpan<char> statement)
    {
        statement = SkipSpaceAndComments(statement);
        if (!statement.StartsWith("set", StringComparison.OrdinalIgnoreCase) || statement.Length == 3 || !char.IsWhiteSpace(statement[3]))
        {
            return;
        }

        int equals = statement.IndexOf('=');
        if (equals < 0)
        {
            return;
        }

        ReadOnlySpan<char> key = statement[3..equals].Trim();
        ReadOnlySpan<char> value = statement[(equals + 1)..].Trim();
        if (key.IsEmpty || value.IsEmpty)
        {
            return;
        }

        foreach (char c in key)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '-'))
            {
                return;
            }
        }

        hints[key.ToString()] = value.ToString();
    }

    private static ReadOnlySpan<char> SkipSpaceAndComments(ReadOnlySpan<char> text)
    {
        while (true)
        {
            text = text.TrimStart();
            int length;
            if (text.StartsWith("--"))
            {
                length = text.IndexOfAny('\n', '\r') + 1;
            }
            else if (text.StartsWith("/*"))
            {
                int close = text[2..].IndexOf("*/");
                length = close < 0 ? 0 : close + 4;
            }
            else
            {
                return text;
            }

            if (length == 0)
            {
                return [];
            }

            text = text[length..];
        }
    }
}
