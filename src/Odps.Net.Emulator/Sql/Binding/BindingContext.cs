using System.Globalization;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Sql.Binding;

/// <summary>What the binding of one statement gathers: functions, parameters, the tables it reads.</summary>
internal sealed class BindingContext(SqlSession session)
{
    private const int LongestInlineText = 500;
    private const int MostRelations = 10_000;

    private readonly Dictionary<object, int> _parameterNumbers = [];
    private readonly List<object> _parameters = [];
    private int _aliases;
    private long _relations;

    public SqlSession Session { get; } = session;

    public CompiledFunctions Functions { get; } = new();

    /// <summary>The values of <c>?1</c>, <c>?2</c>, ...</summary>
    public IReadOnlyList<object> Parameters => _parameters;

    /// <summary>The tables that are read, by their full names.</summary>
    public Dictionary<string, StoredTable> Inputs { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Subqueries of FROM and common tables that depend on nothing round them. They stand at the head of the statement, <c>d AS (...)</c>, since SQLite limits
    /// how deep a statement may nest.
    /// </summary>
    public List<string> Definitions { get; } = [];

    /// <summary>Subqueries that name something outside of them.</summary>
    public HashSet<Ast.Query> Correlated { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>The text of the statement with its definitions before it.</summary>
    public string Complete(string sql) => Definitions.Count == 0 ? sql : $"WITH {string.Join(", ", Definitions)} {sql}";

    /// <summary>How many views are being expanded, to stop one that holds itself.</summary>
    public int ViewDepth { get; set; }

    /// <summary>
    /// How many tables and common tables the statement reads as SQLite sees it, which reads a common table anew wherever it is named: a chain of them that each name the last twice
    /// grows beyond all bounds.
    /// </summary>
    public long Relations
    {
        get => _relations;
        set => _relations = value <= MostRelations ? value : throw SqlErrors.Semantic(default, "the statement is too large or nested too deeply for the emulator");
    }

    public string NextAlias() => FormattableString.Invariant($"q{++_aliases}");

    /// <summary>SQLite text of a cell. Reals are parameters, since SQLite's reading of their text is not always exact.</summary>
    public string Cell(object? cell) => cell switch
    {
        null => "NULL",
        long number => number == long.MinValue ? Parameter(number) : number.ToString(CultureInfo.InvariantCulture),
        string text when text.Length <= LongestInlineText && !text.Contains('\0', StringComparison.Ordinal) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        _ => Parameter(cell),
    };

    public TypedSql Literal(object? cell, OdpsType type) => new(Cell(cell), type) { IsLiteral = true, Value = cell };

    private string Parameter(object cell)
    {
        object key = cell is byte[] bytes ? Convert.ToBase64String(bytes) + "|binary" : cell is double number ? BitConverter.DoubleToInt64Bits(number) + "|double" : cell;
        if (!_parameterNumbers.TryGetValue(key, out int number2))
        {
            _parameters.Add(cell);
            number2 = _parameters.Count;
            _parameterNumbers.Add(key, number2);
        }

        return FormattableString.Invariant($"?{number2}");
    }
}
