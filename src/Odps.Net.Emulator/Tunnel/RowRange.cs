using System.Globalization;

namespace Odps.Net.Emulator.Tunnel;

/// <summary>The rows that a data request asks for: <c>(start,count)</c> with the brackets.</summary>
internal readonly record struct RowRange(long Start, long Count)
{
    /// <summary>Reads the parameter; all rows when it is absent. A count beyond the end is cut, a start beyond it is an error.</summary>
    public static RowRange Parse(string? text, long rowCount)
    {
        if (text is null)
        {
            return new(0, rowCount);
        }

        string[] parts = text.Trim().TrimStart('(').TrimEnd(')').Split(',');
        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long start)
            && long.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long count)
            && start >= 0 && count >= 0 && start <= rowCount
                ? new(start, Math.Min(count, rowCount - start))
                : throw new EmulatorException(
                    "InvalidRowRange",
                    string.Create(CultureInfo.InvariantCulture, $"The row range '{text}' is not (start,count) within the {rowCount} rows of the session."));
    }
}
