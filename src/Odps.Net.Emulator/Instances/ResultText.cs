using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Rest;

namespace Odps.Net.Emulator.Instances;

/// <summary>The result of a task as the result API (<c>?result</c>) gives it: CSV of at most ten thousand rows, or text.</summary>
internal static class ResultText
{
    public const int MaxRows = 10_000;

    /// <summary>The value of the attribute <c>Format</c>.</summary>
    public static string Format(TaskOutcome outcome) => outcome.HasRows ? "csv" : "text";

    public static string Text(TaskState task)
    {
        TaskOutcome? outcome = task.Outcome;
        return outcome?.Sql is { Columns: { } columns } sql
            ? CsvText.Write(columns, sql.Rows.Take(MaxRows), Zone(task.Task))
            : outcome?.Text ?? "";
    }

    /// <summary>The JSON of <c>ResultDescriptor</c>; null for a result without rows.</summary>
    public static string? Descriptor(TaskOutcome outcome) => outcome.Sql is not { Columns: { } columns } sql ? null : ServiceResponse.JsonText(json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("IsSelect"u8, true);
        json.WriteString("SelectResultStatus"u8, sql.Rows.Count > MaxRows ? "TRUNCATED" : "FULL");
        json.WriteStartObject("Schema"u8);
        json.WriteStartArray("Columns"u8);
        foreach (Column column in columns)
        {
            json.WriteStartObject();
            json.WriteString("Name"u8, column.Name);
            json.WriteString("Type"u8, WireTypeName.Of(column.Type));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>The time zone that the job asked for; UTC when it asked for none or for one that is not known.</summary>
    private static TimeZoneInfo Zone(JobTask task) =>
        task.Settings.TryGetValue("odps.sql.timezone", out string? name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone)
            ? zone
            : TimeZoneInfo.Utc;
}
