using Odps.Net.Emulator.Sql.Binding;

namespace Odps.Net.Emulator.Sql.Functions;

/// <summary>The table into which each family of functions writes its own.</summary>
internal sealed class FunctionTable
{
    public List<(string Name, ScalarFunction Function)> Entries { get; } = [];

    /// <summary>Adds a function of cells alone; a NULL among its arguments makes the result NULL.</summary>
    public void Add(string names, string signature, OdpsType result, ScalarBody body) =>
        Add(names, signature, _ => result, (_, _) => body);

    /// <summary>Adds a function whose body depends on the session or on the types of its arguments.</summary>
    /// <param name="names">The names, separated by commas.</param>
    /// <param name="signature">See <see cref="ScalarFunction"/>.</param>
    /// <param name="result">The type of the result, or null for arguments that cannot be.</param>
    /// <param name="compile">Makes the body.</param>
    /// <param name="takesNulls">Whether the body sees NULLs.</param>
    /// <param name="isVolatile">Whether two calls with the same arguments may differ.</param>
    public void Add(
        string names, string signature, Func<OdpsType[], OdpsType?> result, Func<SqlSession, OdpsType[], ScalarBody> compile, bool takesNulls = false, bool isVolatile = false)
    {
        var function = new ScalarFunction(signature, result, compile, takesNulls, isVolatile);
        foreach (string name in names.Split(',', StringSplitOptions.TrimEntries))
        {
            Entries.Add((name, function));
        }
    }
}
