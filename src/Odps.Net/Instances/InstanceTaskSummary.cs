using System.Text.Json;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>What a task read, wrote and cost.</summary>
public sealed record InstanceTaskSummary
{
    /// <summary>The summary for people; empty when there is none.</summary>
    public string Text { get; init; } = "";

    /// <summary>The whole summary as JSON text, of which this SDK reads the parts below; <see langword="null"/> when there is none yet.</summary>
    public string? Json { get; init; }

    /// <summary>What it cost; <see langword="null"/> when the summary does not say.</summary>
    public InstanceTaskCost? Cost { get; init; }

    /// <summary>The rows that were read from each table or partition, by its name as the service writes it (<c>project.table/pt=1</c>).</summary>
    public IReadOnlyDictionary<string, long> Inputs { get; init; } = new Dictionary<string, long>();

    /// <summary>The rows that were written to each table or partition: what DML changed.</summary>
    public IReadOnlyDictionary<string, long> Outputs { get; init; } = new Dictionary<string, long>();

    /// <summary>All rows that were written; <see langword="null"/> when the summary names no output, which may also mean that it is not known.</summary>
    public long? OutputRecords => Outputs.Count == 0 ? null : Outputs.Values.Sum();

    /// <summary>Whether the summary will not change any more; <see langword="null"/> when the service does not say.</summary>
    public bool? IsFinal { get; init; }

    internal static InstanceTaskSummary Read(JsonElement root, bool? isFinal)
    {
        JsonElement instance = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("Instance", out JsonElement inner) ? inner : default;
        string? json = instance.Text("JsonSummary");
        var summary = new InstanceTaskSummary { Text = instance.Text("Summary") ?? "", Json = json, IsFinal = isFinal };
        if (json is null)
        {
            return summary;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return summary with
            {
                Cost = ReadCost(document.RootElement),
                Inputs = ReadCounts(document.RootElement, "Inputs"),
                Outputs = ReadCounts(document.RootElement, "Outputs"),
            };
        }
        catch (JsonException)
        {
            // The text is there to read; a newer form of it must not fail the call.
            return summary;
        }
    }

    private static InstanceTaskCost? ReadCost(JsonElement summary) =>
        summary.ValueKind == JsonValueKind.Object && summary.TryGetProperty("Cost"u8, out JsonElement cost) && cost.ValueKind == JsonValueKind.Object
            ? new InstanceTaskCost(cost.Number("CPU") ?? 0, cost.Number("Memory") ?? 0, cost.Number("Input") ?? 0)
            : null;

    /// <summary>Each value is an array whose first number is the count of rows.</summary>
    private static Dictionary<string, long> ReadCounts(JsonElement summary, string name)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        if (summary.ValueKind == JsonValueKind.Object && summary.TryGetProperty(name, out JsonElement tables) && tables.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty table in tables.EnumerateObject())
            {
                if (table.Value.ValueKind == JsonValueKind.Array && table.Value.GetArrayLength() > 0
                    && table.Value[0].ValueKind == JsonValueKind.Number && table.Value[0].TryGetInt64(out long rows))
                {
                    counts[table.Name] = rows;
                }
            }
        }

        return counts;
    }
}

/// <summary>What a task cost.</summary>
/// <param name="Cpu">Hundredths of a core-second: 100 is one core for one second.</param>
/// <param name="Memory">Megabyte-seconds.</param>
/// <param name="InputBytes">The bytes that were read.</param>
public sealed record InstanceTaskCost(long Cpu, long Memory, long InputBytes);
