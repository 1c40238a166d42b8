using System.Text;
using Odps.Net.Emulator.Sql.Binding;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Sql.Functions;

/// <summary>Identifiers, questions about tables and what fits nowhere else.</summary>
internal static class OtherFunctions
{
    public static void AddTo(FunctionTable table)
    {
        table.Add("uuid", "", _ => OdpsType.String, (_, _) => _ => Guid.NewGuid().ToString(), isVolatile: true);
        table.Add("unique_id", "", _ => OdpsType.String, (_, _) => _ => Guid.NewGuid().ToString(), isVolatile: true);
        table.Add("typeof", "any", _ => OdpsType.String, (_, t) => _ => t[0].Name.ToLowerInvariant(), takesNulls: true);
        table.Add("current_user,session_user", "", _ => OdpsType.String, (s, _) => _ => s.Owner);
        table.Add("max_pt", "text", _ => OdpsType.String, (s, _) => a => MaxPartition(s, (string)a[0]!));
        table.Add("partition_exists", "text,text...", _ => OdpsType.Boolean, (s, _) => a => PartitionExists(s, [.. a.Cast<string>()]));
        table.Add("table_exists", "text", _ => OdpsType.Boolean, (s, _) => a => Table(s, (string)a[0]!) is null ? 0L : 1L);
        table.Add("assert_true", "boolean", _ => OdpsType.Boolean, (_, _) => a => (long?)a[0] == 1 ? 1L : throw SqlErrors.InvalidValue("assert_true: the condition is not true"), takesNulls: true);
        table.Add("interval_day_time", "text", OdpsType.IntervalDayTime, a => IntervalArithmetic.ParseDayTime((string)a[0]!));
        table.Add("interval_year_month", "text", OdpsType.IntervalYearMonth, a => IntervalArithmetic.ParseYearMonth((string)a[0]!));
        table.Add("hash", "any...", _ => OdpsType.Int, (_, _) => a => (long)(int)Fnv(PackedCells.Pack(a)), takesNulls: true);
        table.Add("trunc_time", "time,text", _ => OdpsType.String, (s, t) => a => TruncateTime(TimeCells.ToWall(t[0], a[0]!, s.Zone).Wall, (string)a[1]!));
    }

    /// <summary>The partition value of AUTO PARTITIONED BY (trunc_time(..)).</summary>
    private static string TruncateTime(DateTime wall, string unit) => wall.ToString(
        TimeFunctions.Unit(unit) switch
        {
            "yyyy" => "yyyy",
            "mm" => "yyyy-MM",
            "dd" => "yyyy-MM-dd",
            "hh" => "yyyy-MM-dd HH:00:00",
            _ => throw SqlErrors.InvalidValue($"trunc_time: '{unit}' is not year, month, day or hour"),
        },
        System.Globalization.CultureInfo.InvariantCulture);

    private static uint Fnv(string text)
    {
        uint hash = 2166136261;
        foreach (byte b in Encoding.UTF8.GetBytes(text))
        {
            hash = (hash ^ b) * 16777619;
        }

        return hash;
    }

    private static StoredTable? Table(SqlSession session, string name)
    {
        string[] parts = [.. name.Split('.').Select(p => p.Trim('`', ' '))];
        (string project, string? schema, string table) = TableNames.Resolve(session, parts);
        StoredTable? stored = session.Store.Find(project, schema, table);
        if (stored is not null)
        {
            session.Access?.Demand("Describe", stored.Definition);
        }

        return stored;
    }

    private static string? MaxPartition(SqlSession session, string name)
    {
        StoredTable table = Table(session, name) ?? throw SqlErrors.TableNotFound(default, name);
        return session.Store.ListPartitions(table.Definition).Where(p => p.RecordCount > 0).Select(p => p.Spec[0].Value).Max(StringComparer.Ordinal);
    }

    private static long PartitionExists(SqlSession session, string[] arguments)
    {
        StoredTable table = Table(session, arguments[0]) ?? throw SqlErrors.TableNotFound(default, arguments[0]);
        ColumnCollection keys = table.Definition.Schema.PartitionColumns;
        return keys.Count == arguments.Length - 1
            && session.Store.FindPartition(table.Definition, new PartitionSpec(keys.Select((k, i) => KeyValuePair.Create(k.Name, arguments[i + 1])))) is not null ? 1L : 0L;
    }
}
