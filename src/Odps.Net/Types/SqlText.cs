using System.Text;

namespace Odps.Net;

/// <summary>Names and string literals as MaxCompute SQL writes them. Every statement that the SDK makes quotes through this class.</summary>
internal static class SqlText
{
    /// <summary>A name in back-quotes.</summary>
    public static string Identifier(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";

    /// <summary>A name as it is when it consists of letters, digits and underscores, otherwise in back-quotes.</summary>
    public static string IdentifierIfNeeded(string name)
    {
        foreach (char c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_')
            {
                return Identifier(name);
            }
        }

        return name.Length > 0 && !char.IsAsciiDigit(name[0]) ? name : Identifier(name);
    }

    /// <summary>A string literal in single quotes.</summary>
    public static string Literal(string value)
    {
        var text = new StringBuilder(value.Length + 2).Append('\'');
        foreach (char c in value)
        {
            _ = c switch
            {
                '\'' => text.Append("\\'"),
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\b' => text.Append("\\b"),
                '\t' => text.Append("\\t"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\0' => text.Append("\\0"),
                _ => text.Append(c),
            };
        }

        return text.Append('\'').ToString();
    }

    /// <summary>The character that a backslash and <paramref name="escaped"/> stand for.</summary>
    public static char Unescape(char escaped) => escaped switch
    {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'b' => '\b',
        '0' => '\0',
        _ => escaped,
    };
}
