using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Sql.Execution;

/// <summary>The texts of DESC: a box for people, JSON for programs.</summary>
internal static class DescriptionText
{
    private const int Width = 84;

    public static string Table(TableDefinition table, bool isExtended)
    {
        var text = new StringBuilder();
        Line(text);
        Cell(text, $"Owner:                    {table.Owner} | Project: {table.Project}");
        Cell(text, $"TableComment: {table.Comment}");
        Line(text);
        Cell(text, $"CreateTime:               {Time(table.CreationTime)}");
        Cell(text, $"LastDDLTime:              {Time(table.LastDdlTime)}");
        Cell(text, $"LastModifiedTime:         {Time(table.LastModifiedTime)}");
        if (table.Lifecycle > 0)
        {
            Cell(text, string.Create(CultureInfo.InvariantCulture, $"Lifecycle:                {table.Lifecycle}"));
        }

        Line(text);
        if (table.IsView)
        {
            Cell(text, $"VirtualView:              {(table.IsMaterializedView ? "NO" : "YES")} | ViewText: {table.ViewText}");
        }
        else
        {
            Cell(text, string.Create(CultureInfo.InvariantCulture, $"InternalTable: {(table.External is null ? "YES" : "NO")}      | Size: {table.Size}"));
        }

        Line(text);
        Columns(text, "Native Columns:", table.Schema.Columns);
        if (table.Schema.IsPartitioned)
        {
            Columns(text, "Partition Columns:", table.Schema.PartitionColumns);
        }

        if (isExtended)
        {
            Cell(text, "Extended Info:");
            Line(text);
            Cell(text, $"TableID:                  {table.TableId}");
            Cell(text, $"Transactional:            {(table.IsTransactional ? "true" : "false")}");
            Cell(text, $"PrimaryKey:               {string.Join(", ", table.PrimaryKey)}");
            Cell(text, string.Create(CultureInfo.InvariantCulture, $"RecordNum:                {table.RecordCount}"));
            foreach ((string key, string value) in table.Properties.OrderBy(p => p.Key, StringComparer.Ordinal))
            {
                Cell(text, $"{key}: {value}");
            }

            Line(text);
        }

        return text.ToString();
    }

    public static string Partition(PartitionDefinition partition)
    {
        var text = new StringBuilder();
        Line(text);
        Cell(text, string.Create(CultureInfo.InvariantCulture, $"PartitionSize: {partition.Size}"));
        Line(text);
        Cell(text, $"CreateTime:               {Time(partition.CreationTime)}");
        Cell(text, $"LastDDLTime:              {Time(partition.LastDdlTime)}");
        Cell(text, $"LastModifiedTime:         {Time(partition.LastModifiedTime)}");
        Line(text);
        return text.ToString();
    }

    public static string Json(TableDefinition table) => Write(json =>
    {
        json.WriteString("Owner", table.Owner);
        json.WriteString("Project", table.Project);
        json.WriteString("Schema", table.SchemaName);
        json.WriteString("TableComment", table.Comment ?? "");
        json.WriteNumber("CreateTime", table.CreationTime.ToUnixTimeSeconds());
        json.WriteNumber("LastModifiedTime", table.LastModifiedTime.ToUnixTimeSeconds());
        json.WriteString("ExternalTable", table.External is null ? "NO" : "YES");
        json.WriteNumber("Size", table.Size);
        json.WriteStartArray("NativeColumns");
        foreach (Column column in table.Schema.Columns)
        {
            json.WriteStartObject();
            json.WriteString("Name", column.Name);
            json.WriteString("Type", column.Type.Name.ToLowerInvariant());
            json.WriteString("Comment", column.Comment ?? "");
            json.WriteBoolean("Nullable", column.IsNullable);
            json.WriteString("DefaultValue", column.DefaultValue ?? "");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("PartitionColumns");
        foreach (Column column in table.Schema.PartitionColumns)
        {
            json.WriteStartObject();
            json.WriteString("Name", column.Name);
            json.WriteString("Type", column.Type.Name.ToLowerInvariant());
            json.WriteString("Comment", column.Comment ?? "");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>What EXPLAIN OUTPUT gives.</summary>
    public static string ColumnsJson(ColumnCollection columns) => Write(json =>
    {
        json.WriteStartArray("columns");
        foreach (Column column in columns)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            json.WriteString("type", column.Type.Name);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static string Write(Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            content(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Columns(StringBuilder text, string title, ColumnCollection columns)
    {
        Cell(text, title);
        Line(text);
        Cell(text, $"{"Field",-16}| {"Type",-11}| {"Label",-6}| Comment");
        Line(text);
        foreach (Column column in columns)
        {
            Cell(text, $"{column.Name,-16}| {column.Type.Name.ToLowerInvariant(),-11}| {column.Label,-6}| {column.Comment}");
        }

        Line(text);
    }

    private static void Line(StringBuilder text) => text.Append('+').Append('-', Width).Append("+\n");

    private static void Cell(StringBuilder text, string content) => text.Append("| ").Append(content.PadRight(Width - 1)).Append("|\n");

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
