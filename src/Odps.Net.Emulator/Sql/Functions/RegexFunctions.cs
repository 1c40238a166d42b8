using System.Text.RegularExpressions;

namespace Odps.Net.Emulator.Sql.Functions;

/// <summary>Functions of regular expressions. The dialect is .NET's, which agrees with the service's for what is in common use.</summary>
internal static class RegexFunctions
{
    public static void AddTo(FunctionTable table)
    {
        OdpsType text = OdpsType.String;
        OdpsType number = OdpsType.BigInt;
        Add(table, "regexp_extract", "text,text,bigint?", text, (a, r) => Extract(r, (string)a[0]!, a.Length > 2 ? (long)a[2]! : 1));
        Add(table, "regexp_replace", "text,text,text,bigint?", text, (a, r) => Replace(r, (string)a[0]!, (string)a[2]!, a.Length > 3 ? (long)a[3]! : 0));
        Add(table, "regexp_count", "text,text,bigint?", number, (a, r) => (long)r.Count((string)a[0]!, Start((string)a[0]!, a.Length > 2 ? (long)a[2]! : 1)));
        Add(table, "regexp_instr", "text,text,bigint?,bigint?,bigint?", number, (a, r) => Instr(r, (string)a[0]!, [.. a.Skip(2).Select(x => (long)x!)]));
        Add(table, "regexp_substr", "text,text,bigint?,bigint?", text, (a, r) => Substring(r, (string)a[0]!, a.Length > 2 ? (long)a[2]! : 1, a.Length > 3 ? (long)a[3]! : 1));
        Add(table, "regexp_like,regexp,rlike", "text,text", OdpsType.Boolean, (a, r) => r.IsMatch((string)a[0]!) ? 1L : 0L);
        Add(table, "regexp_extract_all", "text,text,bigint?", OdpsType.Array(text), (a, r) => NestedCells.WriteArray(
            r.Matches((string)a[0]!).Select(m => Group(m, a.Length > 2 ? (long)a[2]! : Math.Min(1, m.Groups.Count - 1))), text));
        Add(table, "split", "text,text", OdpsType.Array(text), (a, r) => NestedCells.WriteArray(Split(r, (string)a[0]!), text));
    }

    private static void Add(FunctionTable table, string names, string signature, OdpsType result, Func<object?[], Regex, object?> body) =>
        table.Add(names, signature, _ => result, (_, _) =>
        {
            var cache = new TextPatterns.RegexCache();
            return a => cache.Run((string)a[1]!, r => body(a, r));
        });

    private static string? Extract(Regex regex, string text, long group)
    {
        Match match = regex.Match(text);
        return match.Success ? Group(match, group) : null;
    }

    private static string? Group(Match match, long group) =>
        group >= 0 && group < match.Groups.Count ? match.Groups[(int)group].Value : throw SqlErrors.InvalidValue($"the regular expression has no group {group}");

    private static string Replace(Regex regex, string text, string replacement, long occurrence)
    {
        // \1 is group 1, as in the service; a dollar has no meaning.
        replacement = Regex.Replace(replacement.Replace("$", "$$", StringComparison.Ordinal), @"\\(\d)", "$${$1}").Replace("\\\\", "\\", StringComparison.Ordinal);
        if (occurrence == 0)
        {
            return regex.Replace(text, replacement);
        }

        long seen = 0;
        return regex.Replace(text, match => ++seen == occurrence ? match.Result(replacement) : match.Value);
    }

    private static int Start(string text, long position) =>
        position > 0 ? (int)Math.Min(position - 1, text.Length) : throw SqlErrors.InvalidValue("a start position is above 0");

    private static Match? Nth(Regex regex, string text, long position, long occurrence)
    {
        Match match = regex.Match(text, Start(text, position));
        while (match.Success && --occurrence > 0)
        {
            match = match.NextMatch();
        }

        return match.Success ? match : null;
    }

    private static long Instr(Regex regex, string text, long[] options)
    {
        Match? match = Nth(regex, text, options.Length > 0 ? options[0] : 1, options.Length > 1 ? options[1] : 1);
        return match is null ? 0L : CodePoints.Count(text.AsSpan(0, match.Index + (options.Length > 2 && options[2] == 1 ? match.Length : 0))) + 1;
    }

    private static string? Substring(Regex regex, string text, long position, long occurrence) => Nth(regex, text, position, occurrence)?.Value;

    private static IEnumerable<string> Split(Regex regex, string text)
    {
        // Regex.Split would put the captured groups between the parts.
        int from = 0;
        foreach (Match match in regex.Matches(text))
        {
            if (match.Length == 0)
            {
                continue;
            }

            yield return text[from..match.Index];
            from = match.Index + match.Length;
        }

        yield return text[from..];
    }
}
