using System.Globalization;
using Odps.Net;

namespace Quickstart;

/// <summary>Prints the rows of a query as a table; one column of numbers also as bars.</summary>
internal static class ResultTable
{
    private const int BarWidth = 30;

    public static void Print(ColumnCollection columns, IReadOnlyList<Record> rows, string barColumn)
    {
        int bar = columns.GetOrdinal(barColumn);
        int[] widths = [.. columns.Select((column, i) => Math.Max(column.Name.Length, rows.Max(row => Text(row, i).Length)))];
        double most = rows.Max(row => Convert.ToDouble(row[bar], CultureInfo.InvariantCulture));
        Console.WriteLine("  " + string.Join("  ", columns.Select((column, i) => Pad(column.Name, widths[i], columns[i].Type))));
        Console.WriteLine("  " + string.Join("  ", widths.Select(width => new string('-', width))));
        foreach (Record row in rows)
        {
            double share = Convert.ToDouble(row[bar], CultureInfo.InvariantCulture) / most;
            string cells = string.Join("  ", widths.Select((width, i) => Pad(Text(row, i), width, columns[i].Type)));
            Console.WriteLine($"  {cells}  {new string('#', (int)Math.Round(share * BarWidth))}");
        }
    }

    private static string Text(Record row, int ordinal) => Convert.ToString(row[ordinal], CultureInfo.InvariantCulture) ?? "NULL";

    private static string Pad(string text, int width, OdpsType type) => type.Kind == OdpsTypeKind.String ? text.PadRight(width) : text.PadLeft(width);
}
