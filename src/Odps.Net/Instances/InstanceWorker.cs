using System.Text.Json;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>One worker of a stage, as the detail of a task describes it.</summary>
public sealed record InstanceWorker
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>The id by which <see cref="Instance.GetWorkerLogAsync"/> finds its logs; <see langword="null"/> when it has none.</summary>
    public string? LogId { get; init; }

    /// <summary>The stage that it works for (<c>type</c>), for example <c>M1</c>.</summary>
    public string? Stage { get; init; }

    /// <summary>The status as the service says it.</summary>
    public string? Status { get; init; }

    /// <summary>When it began, in the unit that the service uses, which is not defined; <see langword="null"/> when it does not say.</summary>
    public long? StartTime { get; init; }

    /// <summary>When it ended, in the unit that the service uses, which is not defined; <see langword="null"/> when it does not say.</summary>
    public long? EndTime { get; init; }

    /// <summary>The bytes read so far.</summary>
    public long? InputBytes { get; init; }

    /// <summary>The rows read so far.</summary>
    public long? InputRecords { get; init; }

    /// <summary>The bytes written so far.</summary>
    public long? OutputBytes { get; init; }

    /// <summary>The rows written so far.</summary>
    public long? OutputRecords { get; init; }

    /// <summary>Finds the workers in a detail: every object that has an array <c>instances</c> is a stage, wherever it stands.</summary>
    internal static IReadOnlyList<InstanceWorker> Find(JsonElement detail)
    {
        var workers = new List<InstanceWorker>();
        Collect(detail, workers);
        return workers;
    }

    private static void Collect(JsonElement element, List<InstanceWorker> workers)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object when element.TryGetProperty("instances", out JsonElement instances) && instances.ValueKind == JsonValueKind.Array:
                string? stage = element.Text("name");
                workers.AddRange(instances.EnumerateArray().Where(i => i.ValueKind == JsonValueKind.Object).Select(i => Read(i, stage)));
                break;
            case JsonValueKind.Object:
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    Collect(property.Value, workers);
                }

                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in element.EnumerateArray())
                {
                    Collect(item, workers);
                }

                break;
        }
    }

    private static InstanceWorker Read(JsonElement worker, string? stage) => new()
    {
        Id = worker.Text("id") ?? "",
        LogId = worker.Text("logId"),
        Stage = stage ?? worker.Text("type"),
        Status = worker.Text("status"),
        StartTime = worker.Number("startTime"),
        EndTime = worker.Number("endTime"),
        InputBytes = worker.Number("input_bytes"),
        InputRecords = worker.Number("input_records"),
        OutputBytes = worker.Number("output_bytes"),
        OutputRecords = worker.Number("output_records"),
    };
}
