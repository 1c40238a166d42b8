namespace Odps.Net;

/// <summary>The full name of a table.</summary>
internal readonly record struct TableName(string Project, string? Schema, string Name)
{
    /// <summary>
    /// Reads <c>table</c>, <c>project.table</c> (<c>schema.table</c> where the client has a schema) or <c>project.schema.table</c>. Parts may stand in
    /// back-quotes.
    /// </summary>
    public static TableName Parse(string text, ServiceScope scope)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        List<string> parts = Split(text);
        return parts.Count switch
        {
            1 => new(scope.RequireProject(), scope.Schema, parts[0]),
            2 when scope.Schema is not null => new(scope.RequireProject(), parts[0], parts[1]),
            2 => new(parts[0], null, parts[1]),
            3 => new(parts[0], parts[1], parts[2]),
            _ => throw new ArgumentException($"'{text}' is not the name of a table: table, project.table or project.schema.table was expected.", nameof(text)),
        };
    }

    /// <summary>The name as SQL writes it.</summary>
    public string ToSql() => Schema is null
        ? $"{SqlText.IdentifierIfNeeded(Project)}.{SqlText.Identifier(Name)}"
        : $"{SqlText.IdentifierIfNeeded(Project)}.{SqlText.Identifier(Schema)}.{SqlText.Identifier(Name)}";

    public override string ToString() => Schema is null ? $"{Project}.{Name}" : $"{Project}.{Schema}.{Name}";

    public static List<string> Split(string text)
    {
        var parts = new List<string>();
        int start = 0;
        bool quoted = false;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] == '`')
            {
                quoted = !quoted;
            }
            else if (i == text.Length || (text[i] == '.' && !quoted))
            {
                string part = text[start..i].Trim();
                if (part.Length > 1 && part[0] == '`' && part[^1] == '`')
                {
                    part = part[1..^1].Replace("``", "`", StringComparison.Ordinal);
                }

                if (part.Length == 0)
                {
                    throw new ArgumentException($"'{text}' is not the name of a table: a part is empty.", nameof(text));
                }

                parts.Add(part);
                start = i + 1;
            }
        }

        return parts;
    }
}
