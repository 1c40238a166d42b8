namespace Odps.Net;

/// <summary>Writes the job documents of tasks about SQL.</summary>
internal static class SqlJob
{
    /// <param name="element">The kind of task: <c>SQL</c>, <c>SQLCost</c> or <c>SQLRT</c>.</param>
    /// <param name="sql">The statement; null for a task without one.</param>
    /// <param name="options">Name, priority and so on.</param>
    /// <param name="settings">All hints.</param>
    public static string ToXml(string element, string? sql, SqlOptions options, IReadOnlyDictionary<string, string> settings)
    {
        List<(string, string)> properties = [("settings", JobDocument.ToJson(settings))];
        if (options.Aliases.Count > 0)
        {
            properties.Add(("aliases", JobDocument.ToJson(options.Aliases)));
        }

        return JobDocument.Write(element, options.TaskName, options, properties, sql is null ? null : ("Query", Query(sql)));
    }

    /// <summary>The statement as the service wants it: with a semicolon at its end and without characters that XML cannot carry.</summary>
    public static string Query(string sql)
    {
        string query = sql.Trim();
        var scanner = new SqlScanner();
        char lastCode = ' ';
        for (int i = 0; i < query.Length; i++)
        {
            char c = query[i];
            if (c < ' ' && c is not ('\t' or '\n' or '\r'))
            {
                throw new ArgumentException(
                    $"The statement holds the control character U+{(int)c:X4} at position {i}, which a request cannot carry. Give the text as a value (an interpolated string, or SqlOptions.Parameters), which can.",
                    nameof(sql));
            }

            bool pair = char.IsHighSurrogate(c) && i + 1 < query.Length && char.IsLowSurrogate(query[i + 1]);
            if ((char.IsSurrogate(c) && !pair) || c is '\uFFFE' or '\uFFFF')
            {
                throw new ArgumentException($"The statement holds the code unit U+{(int)c:X4} at position {i}, which is not a character.", nameof(sql));
            }

            bool wasCode = scanner.IsCode;
            scanner.Take(c, i + 1 < query.Length ? query[i + 1] : '\0');
            if (wasCode && scanner.State is not (SqlScannerState.LineComment or SqlScannerState.BlockComment) && !char.IsWhiteSpace(c))
            {
                lastCode = c;
            }

            if (pair)
            {
                scanner.Take(query[++i], '\0');
            }
        }

        // Behind a comment up to the end of its line a semicolon would belong to the comment.
        return lastCode == ';' ? query : scanner.State == SqlScannerState.LineComment ? query + "\n;" : query + ";";
    }
}
