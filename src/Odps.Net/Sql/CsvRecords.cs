namespace Odps.Net;

/// <summary>Reads CSV text whose first line names the columns into records.</summary>
internal static class CsvRecords
{
    /// <param name="text">The text.</param>
    /// <param name="columns">The known columns; a name in the first line that is not among them becomes a STRING column.</param>
    /// <param name="operation">What is being done, for messages.</param>
    public static IReadOnlyList<Record> Read(string text, ColumnCollection columns, string operation)
    {
        var reader = new CsvReader(text, operation);
        List<string?>? names = reader.ReadLine();
        if (names is null)
        {
            return [];
        }

        var found = new ColumnCollection(names.Select((name, i) =>
            name is not null && columns.IndexOf(name) is >= 0 and int ordinal ? columns[ordinal] : new Column(name ?? $"_c{i}", OdpsType.String)));
        return ReadRows(reader, found, zone: null, operation);
    }

    /// <summary>Reads the result of a query, whose columns are known by their position.</summary>
    /// <param name="text">The text.</param>
    /// <param name="columns">The columns; null when only the names in the first line are known, which makes all of them STRING.</param>
    /// <param name="zone">The zone of DATETIME and TIMESTAMP; null for UTC.</param>
    /// <param name="operation">What is being done, for messages.</param>
    public static (ColumnCollection Columns, IReadOnlyList<Record> Records) Read(string text, ColumnCollection? columns, TimeZoneInfo? zone, string operation)
    {
        var reader = new CsvReader(text, operation);
        List<string?>? names = reader.ReadLine();
        if (names is null)
        {
            return (columns ?? ColumnCollection.Empty, []);
        }

        columns ??= new ColumnCollection(names.Select((name, i) => new Column(name ?? $"_c{i}", OdpsType.String)));
        return names.Count == columns.Count
            ? (columns, ReadRows(reader, columns, zone, operation))
            : throw new OdpsDataException($"Could not {operation}: the first line of the CSV text names {names.Count} columns, the result has {columns.Count}.");
    }

    private static List<Record> ReadRows(CsvReader reader, ColumnCollection found, TimeZoneInfo? zone, string operation)
    {
        var records = new List<Record>();
        while (reader.ReadLine() is { } cells)
        {
            if (cells.Count != found.Count)
            {
                throw new OdpsDataException(
                    $"Could not {operation}: row {records.Count} of the CSV text has {cells.Count} cells, the first line names {found.Count} columns.") { Row = records.Count };
            }

            records.Add(ToRecord(found, cells, zone, records.Count, operation));
        }

        return records;
    }

    private static Record ToRecord(ColumnCollection columns, List<string?> cells, TimeZoneInfo? zone, int row, string operation)
    {
        var slots = new RecordSlot[columns.Count];
        for (int i = 0; i < slots.Length; i++)
        {
            if (cells[i] is not string cell)
            {
                continue;
            }

            slots[i] = TextValue.TryParse(columns[i].Type, cell, out RecordSlot slot, zone)
                ? slot
                : throw new OdpsDataException($"Could not {operation}: the text '{Shorten(cell)}' in row {row} is not a value of column '{columns[i].Name}' of type {columns[i].Type}.")
                {
                    Row = row,
                    Column = columns[i].Name,
                };
        }

        return new Record(columns, slots);
    }

    private static string Shorten(string text) => text.Length <= 100 ? text : string.Concat(text.AsSpan(0, 100), "...");
}
