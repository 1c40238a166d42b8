namespace Odps.Net.Emulator.Sql.Binding;

/// <summary>The body of a function over cells.</summary>
internal delegate object? ScalarBody(object?[] arguments);

/// <summary>Gathers the rows of a group.</summary>
internal interface IAggregate
{
    void Step(object?[] arguments);

    object? Finish();
}

/// <summary>A call that is made in C#: its number, its body, and the SQLite texts that give its arguments.</summary>
internal sealed record CompiledCall(int Number, ScalarBody Body, IReadOnlyList<string> Inputs);

/// <summary>
/// The functions that one statement calls from SQLite: <c>f(..., n)</c> calls body n, <c>v(..., n)</c> the same where two calls may differ (RAND),
/// <c>a(n, ...)</c> is an aggregate. The bodies are made when the statement is bound, when all types are known. A call whose arguments are calls
/// becomes one body with them, so that SQLite, which limits the depth of expressions, sees one call over columns.
/// </summary>
internal sealed class CompiledFunctions
{
    /// <summary>SQLite takes at most 127 arguments.</summary>
    private const int MostInputs = 120;

    private readonly List<ScalarBody> _scalars = [];
    private readonly List<Func<IAggregate>> _aggregates = [];
    private readonly Dictionary<string, int> _keys = new(StringComparer.Ordinal);

    /// <summary>Makes a call of a function.</summary>
    /// <param name="key">What tells this body from all others: the name and every type that matters.</param>
    /// <param name="type">The type of the result.</param>
    /// <param name="body">The body.</param>
    /// <param name="arguments">The arguments.</param>
    public TypedSql Call(string key, OdpsType type, ScalarBody body, params ReadOnlySpan<TypedSql> arguments)
    {
        var inputs = new List<string>();
        var parts = new (ScalarBody? Body, int[] Inputs)[arguments.Length];
        var keys = new string[arguments.Length];
        for (int i = 0; i < arguments.Length; i++)
        {
            TypedSql argument = arguments[i];
            CompiledCall? call = argument.Code;
            if (call is not null && inputs.Count + call.Inputs.Count + arguments.Length > MostInputs)
            {
                call = null;
            }

            int[] from = [.. (call?.Inputs ?? [argument.Sql]).Select(sql => InputOf(inputs, sql, argument.IsVolatile))];
            parts[i] = (call?.Body, from);
            keys[i] = $"{call?.Number}:{string.Join(',', from)}";
        }

        bool isPlain = Array.TrueForAll(parts, p => p.Body is null) && inputs.Count == arguments.Length;
        int number = Number($"{key}({string.Join(';', keys)})", _scalars, isPlain ? body : Compose(body, parts));
        string sql = $"f({string.Concat(inputs.Select(i => i + ", "))}{Text(number)})";
        return TypedSql.Of(sql, type, arguments!) with { Code = new CompiledCall(number, _scalars[number], inputs) };
    }

    /// <summary>Makes a call of a function two calls of which may differ.</summary>
    public TypedSql CallVolatile(string key, OdpsType type, ScalarBody body, params ReadOnlySpan<TypedSql> arguments)
    {
        // Each call has a body of its own: RAND(1) twice gives two rows of numbers.
        int number = Number($"volatile {_scalars.Count} {key}", _scalars, body);
        string inputs = string.Concat(arguments.ToArray().Select(a => a.Sql + ", "));
        return TypedSql.Of($"v({inputs}{Text(number)})", type, arguments!) with { IsVolatile = true };
    }

    public string CallAggregate(string key, Func<IAggregate> create, IEnumerable<string> arguments) =>
        $"a({string.Join(", ", arguments.Prepend(Text(Number(key, _aggregates, create))))})";

    /// <summary>An aggregate over an array of packed rows, which is how SQLite can give a window to a function of ours.</summary>
    public string CallWindow(string key, Func<IAggregate> create, string packedRows)
    {
        ScalarBody body = arguments =>
        {
            IAggregate aggregate = create();
            foreach (object?[] row in PackedCells.ReadRows((string)arguments[0]!))
            {
                aggregate.Step(row);
            }

            return aggregate.Finish();
        };
        return $"f({packedRows}, {Text(Number($"window {key}", _scalars, body))})";
    }

    public ScalarBody Scalar(int number) => _scalars[number];

    public Func<IAggregate> Aggregate(int number) => _aggregates[number];

    private static int InputOf(List<string> inputs, string sql, bool isVolatile)
    {
        int index = isVolatile ? -1 : inputs.IndexOf(sql);
        if (index < 0)
        {
            inputs.Add(sql);
            index = inputs.Count - 1;
        }

        return index;
    }

    private static ScalarBody Compose(ScalarBody body, (ScalarBody? Body, int[] Inputs)[] parts) => inputs =>
    {
        var arguments = new object?[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            (ScalarBody? inner, int[] from) = parts[i];
            arguments[i] = inner is null ? inputs[from[0]] : inner(Array.ConvertAll(from, f => inputs[f]));
        }

        return body(arguments);
    };

    private static string Text(int number) => FormattableString.Invariant($"{number}");

    private int Number<T>(string key, List<T> bodies, T body)
    {
        key = $"{typeof(T).Name} {key}";
        if (!_keys.TryGetValue(key, out int number))
        {
            number = bodies.Count;
            bodies.Add(body);
            _keys.Add(key, number);
        }

        return number;
    }
}
