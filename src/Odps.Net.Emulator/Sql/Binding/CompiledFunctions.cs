namespace Odps.Net.Emulator.Sql.Binding;

/// <summary>The body of a function over cells.</summary>
internal delegate object? ScalarBody(object?[] arguments);

/// <summary>Gathers the rows of a group.</summary>
internal interface IAggregate
{
    void Step(object?[] arguments);

    object? Finish();
}

/// <summary>
/// The functions that one statement calls from SQLite: <c>f(n, ...)</c> calls body n, <c>v(n, ...)</c> the same where two calls may differ (RAND),
/// <c>a(n, ...)</c> is an aggregate and <c>w(n, array)</c> the same over a window. The bodies are made when the statement is bound, when all types are known.
/// </summary>
internal sealed class CompiledFunctions
{
    private readonly List<ScalarBody> _scalars = [];
    private readonly List<Func<IAggregate>> _aggregates = [];
    private readonly Dictionary<string, int> _keys = new(StringComparer.Ordinal);

    /// <summary>Makes a call of a function.</summary>
    /// <param name="key">What tells this body from all others: the name and every type that matters.</param>
    /// <param name="body">The body.</param>
    /// <param name="arguments">SQLite text of the arguments.</param>
    /// <param name="isVolatile">Whether two calls with the same arguments may differ.</param>
    public string Call(string key, ScalarBody body, IEnumerable<string> arguments, bool isVolatile = false) =>
        $"{(isVolatile ? 'v' : 'f')}({string.Join(", ", arguments.Prepend(Number(key, _scalars, body)))})";

    public string CallAggregate(string key, Func<IAggregate> create, IEnumerable<string> arguments) =>
        $"a({string.Join(", ", arguments.Prepend(Number(key, _aggregates, create)))})";

    /// <summary>An aggregate over an array of packed rows, which is how SQLite can give a window to a function of ours.</summary>
    public string CallWindow(string key, Func<IAggregate> create, string packedRows) => Call(
        $"window {key}",
        arguments =>
        {
            IAggregate aggregate = create();
            foreach (object?[] row in PackedCells.ReadRows((string)arguments[0]!))
            {
                aggregate.Step(row);
            }

            return aggregate.Finish();
        },
        [packedRows]);

    public ScalarBody Scalar(int number) => _scalars[number];

    public Func<IAggregate> Aggregate(int number) => _aggregates[number];

    private string Number<T>(string key, List<T> bodies, T body)
    {
        key = $"{typeof(T).Name} {key}";
        if (!_keys.TryGetValue(key, out int number))
        {
            number = bodies.Count;
            bodies.Add(body);
            _keys.Add(key, number);
        }

        return FormattableString.Invariant($"{number}");
    }
}
