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

        // What the console calls the sub-status of a job over time; the emulator's jobs have none.
        json.WriteStartArray("subStatusHistory"u8);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The detail of a task in the layout of MapReduce: its stages with their workers.</summary>
    public static ServiceResponse Detail(EmulatedInstance instance, TaskState task, DateTimeOffset now) => ServiceResponse.Json(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("mapReduce"u8);
        json.WriteStartArray("jobs"u8);
        json.WriteStartObject();
        json.WriteString("name"u8, "job0");
        json.WriteStartArray("tasks"u8);
        foreach (StageState stage in StageState.Of(task, instance.Behavior, now))
        {
            json.WriteStartObject();
            json.WriteString("name"u8, stage.Name);
            json.WriteString("status"u8, stage.Status);
            json.WriteStartArray("instances"u8);
            for (int worker = 0; worker < stage.Total; worker++)
            {
                WriteWorker(json, instance, task, stage, worker);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>The quota of a task: JSON text inside JSON.</summary>
    public static ServiceResponse Quota(bool isTooSoon) => ServiceResponse.Json(json =>
    {
        json.WriteStartObject();
        if (!isTooSoon)
        {
            json.WriteStartObject("quotaInfos"u8);
            json.WriteString("job0"u8, """
                {"GroupAlias":"emulator","GroupId":"1","GroupMaxQuota":{"CPU":100,"Memory":4096},"GroupRequest":{"CPU":0,"Memory":0},"RuntimeQuota":{"CPU":100,"Memory":4096},"UsedQuota":{"CPU":0,"Memory":0}}
                """.Trim());
            json.WriteEndObject();
        }

        json.WriteEndObject();
    });

    /// <summary>The ids under which the logs of the workers are found.</summary>
    public static IEnumerable<string> LogIds(EmulatedInstance instance) =>
        instance.Behavior.Stages.SelectMany(stage => Enumerable.Range(0, instance.Behavior.WorkersPerStage).Select(worker => LogId(stage, worker)));

    private static string LogId(string stage, int worker) => string.Create(CultureInfo.InvariantCulture, $"{stage}_0_{worker}");

    private static void WriteWorker(Utf8JsonWriter json, EmulatedInstance instance, TaskState task, StageState stage, int worker)
    {
        bool hasEnded = worker < stage.Terminated;
        json.WriteStartObject();
        json.WriteString("id"u8, $"Odps/{instance.Project}_{instance.Id}_{LogId(stage.Name, worker)}");
        json.WriteString("logId"u8, LogId(stage.Name, worker));
        json.WriteString("status"u8, hasEnded ? "Terminated" : worker < stage.Terminated + stage.Running ? "Running" : "Ready");
        json.WriteNumber("startTime"u8, task.StartTime?.ToUnixTimeSeconds() ?? 0);
        json.WriteNumber("endTime"u8, task.EndTime?.ToUnixTimeSeconds() ?? 0);
        json.WriteNumber("input_bytes"u8, 0);
        json.WriteNumber("input_records"u8, worker == 0 ? task.Outcome?.Sql?.Inputs.Values.Sum() ?? 0 : 0);
        json.WriteNumber("output_bytes"u8, 0);
        json.WriteNumber("output_records"u8, worker == 0 ? task.Outcome?.Sql is { } sql ? sql.Columns is null ? sql.Outputs.Values.Sum() : sql.Rows.Count : 0 : 0);
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
