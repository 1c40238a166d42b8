namespace Odps.Net;

/// <summary>
/// The name of a table, column or other object in a <see cref="SqlStatement"/>. A text in a hole of a statement is always a value; only an
/// <see cref="Identifier"/> is a name, and it is written in back-quotes.
/// </summary>
/// <example><code>await client.Sql.QueryAsync($"select {new Identifier(column)} from {Identifier.Of("sales", "orders")} where id = {id}");</code></example>
public readonly struct Identifier : IEquatable<Identifier>
{
    private readonly string? _sql;

    /// <summary>A name of one part.</summary>
    /// <param name="name">The name, without quotes. A point in it belongs to the name.</param>
    /// <exception cref="ArgumentException">
    /// It is empty, or holds a back-quote, a backslash or a control character, which no name in MaxCompute has.
    /// </exception>
    public Identifier(string name) => _sql = Quote(name);

    private Identifier(IEnumerable<string> parts) => _sql = string.Join('.', parts);

    /// <summary>The name as SQL writes it; empty for the default value, which names nothing and cannot be used in a statement.</summary>
    internal string Sql => _sql ?? "";

    /// <summary>A name of several parts, for example project, schema and table.</summary>
    /// <param name="parts">The parts, without quotes.</param>
    /// <exception cref="ArgumentException">There is none, or one cannot be a name.</exception>
    public static Identifier Of(params ReadOnlySpan<string> parts)
    {
        if (parts.IsEmpty)
        {
            throw new ArgumentException("A name needs at least one part.", nameof(parts));
        }

        var quoted = new string[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            quoted[i] = Quote(parts[i]);
        }

        return new Identifier(quoted);
    }

    /// <summary>The full name of a table.</summary>
    /// <param name="table">The table.</param>
    public static Identifier Of(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return table.SchemaName is null ? Of(table.Project, table.Name) : Of(table.Project, table.SchemaName, table.Name);
    }

    /// <inheritdoc/>
    public bool Equals(Identifier other) => string.Equals(Sql, other.Sql, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Identifier other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Sql.GetHashCode(StringComparison.OrdinalIgnoreCase);

    /// <summary>The name as SQL writes it, for example <c>`sales`.`orders`</c>.</summary>
    public override string ToString() => Sql;

    /// <summary>Whether two names are the same; letter case does not matter.</summary>
    /// <param name="left">One name.</param>
    /// <param name="right">The other name.</param>
    public static bool operator ==(Identifier left, Identifier right) => left.Equals(right);

    /// <summary>Whether two names differ; letter case does not matter.</summary>
    /// <param name="left">One name.</param>
    /// <param name="right">The other name.</param>
    public static bool operator !=(Identifier left, Identifier right) => !left.Equals(right);

    private static string Quote(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        foreach (char c in name)
        {
            // How the service reads these within back-quotes is not defined, so they are not let through at all.
            if (c is '`' or '\\' || char.IsControl(c) || char.IsSurrogate(c))
            {
                throw new ArgumentException($"'{name}' cannot be a name: it holds the character U+{(int)c:X4}.", nameof(name));
            }
        }

        return SqlText.Identifier(name);
    }
}
