using System.Buffers;

namespace Odps.Net;

/// <summary>
/// Names of users and roles as they go into security statements. A statement is text without quoting, so a name that could end it, or begin another word,
/// is refused before anything is sent.
/// </summary>
internal static class PrincipalName
{
    private static readonly SearchValues<char> NotInNames = SearchValues.Create(";'\"`\\");

    public static string Check(string name, string kind, string argument)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name, argument);
        foreach (char c in name)
        {
            if (char.IsWhiteSpace(c) || char.IsControl(c) || NotInNames.Contains(c))
            {
                throw new ArgumentException(
                    $"'{name}' cannot be the name of a {kind}: names hold no white space, quotes, backslashes or semicolons.", argument);
            }
        }

        return name;
    }
}
