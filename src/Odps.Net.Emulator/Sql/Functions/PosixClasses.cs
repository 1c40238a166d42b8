namespace Odps.Net.Emulator.Sql.Functions;

/// <summary>The classes of characters that MaxCompute's regular expressions have and .NET's do not: <c>[[:alpha:]]</c>.</summary>
internal static class PosixClasses
{
    private static readonly (string Name, string Class)[] Classes =
    [
        ("[:alpha:]", "a-zA-Z"), ("[:digit:]", "0-9"), ("[:alnum:]", "a-zA-Z0-9"), ("[:upper:]", "A-Z"), ("[:lower:]", "a-z"), ("[:space:]", "\\s"), ("[:blank:]", " \\t"),
        ("[:xdigit:]", "0-9A-Fa-f"), ("[:word:]", "\\w"), ("[:punct:]", "!-/:-@\\[-`{-~"), ("[:cntrl:]", "\\x00-\\x1f\\x7f"), ("[:print:]", "\\x20-\\x7e"), ("[:graph:]", "\\x21-\\x7e"),
    ];

    public static string Translate(string pattern)
    {
        if (!pattern.Contains("[:", StringComparison.Ordinal))
        {
            return pattern;
        }

        foreach ((string name, string content) in Classes)
        {
            pattern = pattern.Replace(name, content, StringComparison.Ordinal);
        }

        return pattern;
    }
}
