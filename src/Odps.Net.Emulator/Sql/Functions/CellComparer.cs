namespace Odps.Net.Emulator.Sql.Functions;

/// <summary>Orders cells as SQLite does: NULL, numbers, texts, bytes.</summary>
internal sealed class CellComparer : IComparer<object?>
{
    public static CellComparer Instance { get; } = new();

    public int Compare(object? x, object? y)
    {
        int rank = Rank(x).CompareTo(Rank(y));
        return rank != 0 ? rank : (x, y) switch
        {
            (long a, long b) => a.CompareTo(b),
            (string a, string b) => CompareText(a, b),
            (byte[] a, byte[] b) => a.AsSpan().SequenceCompareTo(b),
            (null, _) => 0,
            _ => Convert.ToDouble(x, System.Globalization.CultureInfo.InvariantCulture).CompareTo(Convert.ToDouble(y, System.Globalization.CultureInfo.InvariantCulture)),
        };
    }

    /// <summary>By code points, which is the order of the UTF-8 bytes; UTF-16 units would put surrogates before U+E000.</summary>
    private static int CompareText(string x, string y)
    {
        int shared = Math.Min(x.Length, y.Length);
        for (int i = 0; i < shared; i++)
        {
            if (x[i] != y[i])
            {
                bool left = char.IsSurrogate(x[i]);
                bool right = char.IsSurrogate(y[i]);
                return left == right ? x[i].CompareTo(y[i]) : left ? 1 : -1;
            }
        }

        return x.Length.CompareTo(y.Length);
    }

    private static int Rank(object? cell) => cell switch
    {
        null => 0,
        long or double => 1,
        string => 2,
        _ => 3,
    };
}
