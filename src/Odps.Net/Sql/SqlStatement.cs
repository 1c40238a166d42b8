using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text;

namespace Odps.Net;

/// <summary>
/// The text of a statement with holes for values. The compiler makes one from an interpolated string: in <c>client.Sql.QueryAsync($"... where id = {id}")</c>
/// the value becomes a literal of its type, escaped, and never a part of the statement's grammar. Names need an <see cref="Identifier"/>, IN lists a
/// <see cref="SqlList"/>; a statement in a hole is a part of the outer one. MaxCompute has no bind variables, so the values are in the text that is sent.
/// </summary>
/// <remarks>
/// <para>
/// bool, whole numbers (sbyte is TINYINT, short SMALLINT, int INT, long BIGINT; ulong DECIMAL), float, double, decimal and <see cref="OdpsDecimal"/>, string, char and
/// Guid (STRING), bytes (BINARY), DateOnly (DATE), DateTimeOffset and DateTime of kind Utc (DATETIME, an instant, cut to milliseconds), DateTime without a kind
/// (DATETIME by the session's clock), <see cref="OdpsTimestamp"/>, <see cref="OdpsTimestampNtz"/>, intervals and TimeSpan, and ARRAY, MAP and STRUCT of these. A
/// <see cref="SqlValue"/> names its type, which a NULL or an empty collection may need.
/// </para>
/// <para>
/// A hole must not stand in quotes or in a comment, nor touch a letter, digit or quote; that is refused when the statement is used. An interpolated string is
/// escaped only where it becomes a <see cref="SqlStatement"/>: stored in a <see cref="string"/> first, added to another string with <c>+</c>, or chosen with
/// <c>?:</c> in the call itself, it is plain text before the SDK sees it. Cast it to this type, or store it in a variable of it, instead.
/// </para>
/// </remarks>
[InterpolatedStringHandler]
public sealed class SqlStatement
{
    private readonly List<SqlPart> _parts;

    /// <summary>Begins a statement; the compiler calls it.</summary>
    /// <param name="literalLength">The characters outside the holes.</param>
    /// <param name="formattedCount">The number of holes.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public SqlStatement(int literalLength, int formattedCount)
    {
        _ = literalLength;
        _parts = new List<SqlPart>((formattedCount * 2) + 1);
    }

    /// <summary>A statement that is text as it stands, without values: nothing in it is escaped.</summary>
    /// <param name="sql">The text, which must not come from outside the program.</param>
    public static SqlStatement FromText(string sql)
    {
        ArgumentNullException.ThrowIfNull(sql);
        var statement = new SqlStatement(sql.Length, 0);
        statement.AppendLiteral(sql);
        return statement;
    }

    /// <summary>Adds text outside the holes; the compiler calls it.</summary>
    /// <param name="value">The text.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendLiteral(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Length == 0)
        {
            return;
        }

        if (_parts.Count > 0 && _parts[^1].Text is { } last)
        {
            // Pieces of text that touch are one, so that the scanner sees operators and quotes whole.
            _parts[^1] = new SqlPart(last + value, null);
            return;
        }

        _parts.Add(new SqlPart(value, null));
    }

    /// <summary>Adds a value; the compiler calls it.</summary>
    /// <param name="value">The value.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted<T>(T value) => AppendFormatted((object?)value);

    /// <summary>Adds a name; the compiler calls it.</summary>
    /// <param name="value">The name.</param>
    /// <exception cref="ArgumentException">It is the default value, which names nothing.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted(Identifier value) => _parts.Add(new SqlPart(
        null, value.Sql.Length > 0 ? value : throw new ArgumentException("default(Identifier) names nothing.", nameof(value))));

    /// <summary>Adds another statement as a part of this one; the compiler calls it.</summary>
    /// <param name="value">The part; <see langword="null"/> is the value NULL.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted(SqlStatement? value)
    {
        if (value is null)
        {
            _parts.Add(new SqlPart(null, null));
            return;
        }

        foreach (SqlPart part in value._parts.ToArray())
        {
            if (part.Text is { } text)
            {
                AppendLiteral(text);
            }
            else
            {
                _parts.Add(part);
            }
        }
    }

    /// <summary>Adds a value; the compiler calls it.</summary>
    /// <param name="value">The value.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted(object? value)
    {
        switch (value)
        {
            case Identifier name:
                AppendFormatted(name);
                break;
            case SqlStatement statement:
                AppendFormatted(statement);
                break;
            default:
                _parts.Add(new SqlPart(null, value));
                break;
        }
    }

    /// <summary>The statement with its literals as they are sent, except that the zone of the session, where it matters, is taken to be UTC.</summary>
    /// <exception cref="ArgumentException">A value has no literal, or a hole stands where no value can.</exception>
    public override string ToString() => ToSql(TimeZoneInfo.Utc);

    /// <summary>The statement as it is sent.</summary>
    /// <param name="zone">The zone of the session; null when it is not known.</param>
    internal string ToSql(TimeZoneInfo? zone)
    {
        var sql = new StringBuilder();
        var scanner = new SqlScanner();
        int hole = 0;
        for (int i = 0; i < _parts.Count; i++)
        {
            SqlPart part = _parts[i];
            if (part.Text is { } text)
            {
                scanner.Take(text);
                sql.Append(text);
                continue;
            }

            string what = part.Value is NamedValue named ? $"The parameter :{named.Name}" : $"The value in hole {++hole} of the statement";
            CheckPlace(scanner.State, sql, i + 1 < _parts.Count ? _parts[i + 1].Text : "", what, part.Value is Identifier);
            if (part.Value is Identifier name)
            {
                sql.Append(name.Sql);
            }
            else
            {
                SqlLiteral.Append(sql, part.Value is NamedValue parameter ? parameter.Value : part.Value, zone, what);
            }
        }

        return sql.ToString();
    }

    /// <summary>Replaces the placeholders <c>:name</c> of a text by values.</summary>
    internal static SqlStatement Bind(string sql, IReadOnlyDictionary<string, object?> parameters)
    {
        var statement = new SqlStatement(sql.Length, parameters.Count);
        var used = new HashSet<string>(StringComparer.Ordinal);
        var scanner = new SqlScanner();
        int start = 0;
        for (int i = 0; i < sql.Length;)
        {
            if (!scanner.IsCode || sql[i] != ':' || !IsPlaceholder(sql, i))
            {
                scanner.Take(sql[i], i + 1 < sql.Length ? sql[i + 1] : '\0');
                i++;
                continue;
            }

            int end = i + 1;
            while (end < sql.Length && (char.IsLetterOrDigit(sql[end]) || sql[end] == '_'))
            {
                end++;
            }

            string name = sql[(i + 1)..end];
            if (!parameters.TryGetValue(name, out object? value))
            {
                throw new ArgumentException($"The statement has the placeholder :{name}, and SqlOptions.Parameters has no value of that name, only {Names(parameters.Keys)}.", nameof(parameters));
            }

            used.Add(name);
            statement.AppendLiteral(sql[start..i]);
            statement.AppendFormatted(value is Identifier or SqlStatement ? value : new NamedValue(name, value));
            start = i = end;
        }

        statement.AppendLiteral(sql[start..]);
        return used.Count == parameters.Count
            ? statement
            : throw new ArgumentException($"SqlOptions.Parameters has values that the statement has no placeholder for: {Names(parameters.Keys.Where(k => !used.Contains(k)))}.", nameof(parameters));
    }

    /// <summary>A colon before a letter, and not behind a name as in STRUCT&lt;a:BIGINT&gt;, nor behind another colon.</summary>
    private static bool IsPlaceholder(string sql, int colon)
    {
        char next = colon + 1 < sql.Length ? sql[colon + 1] : '\0';
        char previous = colon > 0 ? sql[colon - 1] : ' ';
        return (char.IsLetter(next) || next == '_') && !char.IsLetterOrDigit(previous) && previous is not ('_' or '`' or ':');
    }

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Select(n => ":" + n).Order(StringComparer.Ordinal));

    private static void CheckPlace(SqlScannerState state, StringBuilder before, string? after, string what, bool isName)
    {
        string? fault = state switch
        {
            SqlScannerState.Code => null,
            SqlScannerState.LineComment or SqlScannerState.BlockComment => "stands in a comment",
            _ => "stands in quotes, which it brings itself: remove them, or join texts with CONCAT",
        };
        fault ??= (before.Length > 0 && Touches(before[^1])) || after is null || (after.Length > 0 && Touches(after[0]))
            ? $"touches the character before or behind it: put a space between them{(isName ? ", or make one Identifier of the whole name" : "")}"
            : null;
        if (fault is not null)
        {
            throw new ArgumentException($"{what} {fault}.");
        }
    }

    private static bool Touches(char c) => char.IsLetterOrDigit(c) || c is '_' or '$' or '@' or '\'' or '"' or '`' or '\\' or ':' || char.IsSurrogate(c);

    /// <summary>A piece of text, or else a value.</summary>
    private readonly record struct SqlPart(string? Text, object? Value);

    private sealed record NamedValue(string Name, object? Value);
}
