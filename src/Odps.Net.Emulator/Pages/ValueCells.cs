using Odps.Net.Emulator.Instances;

namespace Odps.Net.Emulator.Pages;

/// <summary>Rows of values as cells of a page.</summary>
internal static class ValueCells
{
    /// <summary>Longer texts are cut, so that one value does not make the page unreadable.</summary>
    private const int MaxLength = 1000;

    public static IEnumerable<IEnumerable<HtmlCell>> Of(IEnumerable<object?[]> rows) => rows.Select(row => row.Select(Cell));

    private static HtmlCell Cell(object? value)
    {
        string text = value is null ? "NULL" : CsvText.Text(value, TimeZoneInfo.Utc);
        bool isNumber = value is sbyte or short or int or long or float or double or OdpsDecimal;
        return new HtmlCell(text.Length <= MaxLength ? text : string.Concat(text.AsSpan(0, MaxLength), "..."), Style: value is null ? "null" : isNumber ? "n" : null);
    }
}
