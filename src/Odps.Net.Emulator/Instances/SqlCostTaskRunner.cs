using System.Text.Json;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Sql;
using Odps.Net.Emulator.Sql.Ast;
using Odps.Net.Emulator.Sql.Parsing;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Instances;

/// <summary>
/// The task <c>SQLCost</c>: what a query would read. A query is run to learn its inputs; any other statement has an input of 0 bytes and is not run.
/// </summary>
internal sealed class SqlCostTaskRunner(ITableStore store, ISqlEngine sql) : ITaskRunner
{
    public string Type => "SQLCost";

    public TaskOutcome Run(JobTask task, EmulatedInstance instance, CancellationToken cancellationToken)
    {
        SqlRequest request = SqlTaskRunner.ToRequest(task, instance);
        bool isQuery = new Parser(request.Text).ParseScript().TrueForAll(s => s is QueryStatement or SetStatement);
        long input = isQuery ? sql.Execute(request, cancellationToken).Inputs.Keys.Sum(SizeOf) : 0;
        return TaskOutcome.FromText(ServiceResponse.JsonText(json => Write(json, input)));
    }

    private static void Write(Utf8JsonWriter json, long input)
    {
        json.WriteStartObject();
        json.WriteStartObject("Cost"u8);
        json.WriteStartObject("SQL"u8);
        json.WriteNumber("UDF"u8, 0);
        json.WriteNumber("Complexity"u8, 1.0);
        json.WriteNumber("Input"u8, input);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>The bytes of <c>project.table</c>, <c>project.schema.table</c>, or of one with <c>/partition</c> behind it.</summary>
    private long SizeOf(string input)
    {
        int slash = input.IndexOf('/', StringComparison.Ordinal);
        string[] name = (slash < 0 ? input : input[..slash]).Split('.');
        TableDefinition? table = store.FindTable(name[0], name.Length > 2 ? name[1] : null, name[^1]);
        return table is null ? 0
            : slash >= 0 && PartitionSpec.TryParse(input[(slash + 1)..], out PartitionSpec? spec) ? store.FindPartition(table, spec)?.Size ?? 0
            : table.Size;
    }
}
