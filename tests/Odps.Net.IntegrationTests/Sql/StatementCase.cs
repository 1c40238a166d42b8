namespace Odps.Net.IntegrationTests.Sql;

/// <summary>
/// One case of a file of statements: a line <c>--- title</c>, the statements, and what they give. <c>=== name TYPE, ...</c> stands before rows, one a line, with
/// values separated by <c>|</c>, NULL as <c>\N</c>; <c>=== text</c> before a text and <c>=== text contains</c> before parts of one; <c>!!! CODE part</c> is the failure,
/// with its code or the beginning of it and a part of its message, mostly the construct.
/// </summary>
internal sealed record StatementCase(string Title, string Sql, string Header, IReadOnlyList<string> Lines)
{
    public bool Fails => Header.StartsWith("!!! ", StringComparison.Ordinal);

    public static IEnumerable<StatementCase> Read(string file)
    {
        string[] lines = File.ReadAllLines(file);
        for (int i = 0; i < lines.Length;)
        {
            int title = i++;
            int sql = i;
            i = Array.FindIndex(lines, i, l => l.StartsWith("=== ", StringComparison.Ordinal) || l.StartsWith("!!! ", StringComparison.Ordinal));
            int header = i++;
            while (i < lines.Length && !lines[i].StartsWith("--- ", StringComparison.Ordinal))
            {
                i++;
            }

            yield return new StatementCase(lines[title][4..], string.Join('\n', lines[sql..header]), lines[header], lines[(header + 1)..i]);
        }
    }
}
