using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Pages;

/// <summary>A table: its columns, its partitions and its first rows.</summary>
internal static class TablePage
{
    private const int MaxRows = 50;

    public static ServiceResponse Create(ITableStore store, TableDefinition table)
    {
        var page = new HtmlPage($"Table {StoreErrors.FullName(table)}");
        page.Table(
            ["Owner", "Comment", "Rows", "Bytes", "Created", "Changed"],
            [[table.Owner, table.Comment, table.RecordCount, table.Size, (DateTimeOffset?)table.CreationTime, (DateTimeOffset?)table.LastModifiedTime]]);
        page.Heading("Columns").Table(["Name", "Type", "Comment"], table.Schema.Columns.Select(Row));
        if (table.Schema.IsPartitioned)
        {
            page.Heading("Partition keys").Table(["Name", "Type", "Comment"], table.Schema.PartitionColumns.Select(Row));
            page.Heading("Partitions").Table(
                ["Partition", "Rows", "Changed"],
                store.ListPartitions(table).Select(p => (IEnumerable<HtmlCell>)[p.Spec.ToString(), p.RecordCount, (DateTimeOffset?)p.LastModifiedTime]));
        }

        if (table.ViewText is { } view)
        {
            page.Heading("Query of the view").Preformatted(view);
        }

        if (!table.IsView || table.IsMaterializedView)
        {
            page.Heading("The first rows").Table(table.Schema.Columns.Select(c => c.Name), ValueCells.Of(store.Read(table, null, 0, MaxRows)));
        }

        return page.ToResponse();
    }

    private static IEnumerable<HtmlCell> Row(Column column) => [column.Name, $"{column.Type}{(column.IsNullable ? "" : " NOT NULL")}", column.Comment];
}
