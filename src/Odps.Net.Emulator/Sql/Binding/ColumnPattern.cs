using System.Buffers;
using System.Text.RegularExpressions;

namespace Odps.Net.Emulator.Sql.Binding;

/// <summary>A regular expression in back-quotes that stands for all columns whose whole name it matches: <c>`(id|na.*)`</c>.</summary>
internal static class ColumnPattern
{
    private static readonly SearchValues<char> Signs = SearchValues.Create("*+?|()[]^$.");

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <returns>Null for a plain name and for what is no regular expression.</returns>
    public static Regex? TryParse(string name)
    {
        if (!name.AsSpan().ContainsAny(Signs))
        {
            return null;
        }

        // (ds)?+.+ means all columns but ds: the group is taken for good, which .NET writes as an atomic group.
        int possessive = name.StartsWith('(') ? name.IndexOf(")?+", StringComparison.Ordinal) : -1;
        string pattern = possessive < 0 ? name : $"(?>{name[..(possessive + 2)]}){name[(possessive + 3)..]}";
        try
        {
            return new Regex($"^(?:{pattern})$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Longest);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
