using System.Globalization;
using System.Text.Json;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Instances;

namespace Odps.Net.Emulator.Rest;

/// <summary>The JSON documents about an instance.</summary>
internal static class InstanceJson
{
    /// <summary>Cost and row counts of a task: a JSON text inside JSON.</summary>
    public static ServiceResponse Summary(EmulatedInstance instance, TaskState task)
    {
        double seconds = ((task.EndTime ?? task.StartTime ?? instance.StartTime) - (task.StartTime ?? instance.StartTime)).TotalSeconds;
        ServiceResponse response = ServiceResponse.Json(json =>
        {
            json.WriteStartObject();
            json.WriteStartObject("Instance"u8);
            if (task.EndTime is not null)
            {
                json.WriteString("JsonSummary"u8, ServiceResponse.JsonText(summary => WriteSummary(summary, task, seconds)));
                json.WriteString("Summary"u8, string.Create(CultureInfo.InvariantCulture, $"resource cost: cpu {seconds / 60:F2} Core * Min, memory 0.00 GB * Min"));
            }

            json.WriteEndObject();
            json.WriteEndObject();
        });
        return response.With("x-odps-task-finalized", task.EndTime is null ? "false" : "true");
    }

    /// <summary>The queueing information of one instance.</summary>
    public static void WriteQueueing(Utf8JsonWriter json, EmulatedInstance instance)
    {
        TaskState task = instance.Tasks[0];
        double progress = task.EndTime is null ? 0 : 1;
        json.WriteStartObject();
        json.WriteString("instanceId"u8, instance.Id);
        json.WriteNumber("instancePriority"u8, instance.Job.Priority);

        // Java reads the first spelling, PyODPS the second.
        json.WriteNumber("instanceProgress"u8, progress);
        json.WriteNumber("instanceProcess"u8, progress);
        json.WriteString("jobName"u8, instance.Job.Name ?? "");
        json.WriteString("projectName"u8, instance.Project);
        json.WriteString("skynetId"u8, "");
        json.WriteString("startTime"u8, instance.StartTime.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
        json.WriteString("taskType"u8, task.Task.Type);
        json.WriteString("taskName"u8, task.Task.Name);
        json.WriteString("userAccount"u8, instance.Owner);
        json.WriteString("status"u8, instance.Status);
        json.WriteEndObject();
    }

    private static void WriteSummary(Utf8JsonWriter json, TaskState task, double seconds)
    {
        json.WriteStartObject();
        json.WriteStartObject("Cost"u8);
        json.WriteNumber("CPU"u8, (long)(seconds * 100));
        json.WriteNumber("Memory"u8, 0);
        json.WriteNumber("Input"u8, 0);
        json.WriteEndObject();
        WriteCounts(json, "Inputs", task.Outcome?.Sql?.Inputs);
        WriteCounts(json, "Outputs", task.Outcome?.Sql?.Outputs);
        json.WriteEndObject();
    }

    private static void WriteCounts(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, long>? counts)
    {
        json.WriteStartObject(name);
        foreach ((string table, long rows) in counts ?? new Dictionary<string, long>())
        {
            // Rows, then bytes; the emulator does not count the bytes.
            json.WriteStartArray(table);
            json.WriteNumberValue(rows);
            json.WriteNumberValue(0);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
