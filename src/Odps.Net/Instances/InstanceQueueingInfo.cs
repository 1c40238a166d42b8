using System.Globalization;
using System.Text.Json;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>Where an instance stands in the queue: an immutable snapshot.</summary>
public sealed record InstanceQueueingInfo
{
    /// <summary>The id of the instance.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The project that runs it.</summary>
    public string? ProjectName { get; init; }

    /// <summary>The priority; <see langword="null"/> when the answer does not say.</summary>
    public long? Priority { get; init; }

    /// <summary>How much is done, 0 to 1; <see langword="null"/> when the answer does not say.</summary>
    public double? Progress { get; init; }

    /// <summary>The name of the job.</summary>
    public string? JobName { get; init; }

    /// <summary>The kind of its task, for example <c>SQL</c>.</summary>
    public string? TaskType { get; init; }

    /// <summary>The name of its task.</summary>
    public string? TaskName { get; init; }

    /// <summary>The account that submitted it.</summary>
    public string? UserAccount { get; init; }

    /// <summary>The id of the node in a scheduler that submitted it.</summary>
    public string? SkynetId { get; init; }

    /// <summary>When it was submitted; <see langword="null"/> when the answer does not say. A time without a zone is taken as UTC.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>The status.</summary>
    public InstanceStatus Status { get; init; }

    /// <summary>Everything that the service said, for what has no property here.</summary>
    public JsonElement Raw { get; init; }

    internal static InstanceQueueingInfo Read(JsonElement json) => new()
    {
        InstanceId = json.Text("instanceId") ?? "",
        ProjectName = json.Text("projectName"),
        Priority = json.Number("instancePriority"),

        // Two spellings of the key are known.
        Progress = Real(json, "instanceProgress") ?? Real(json, "instanceProcess"),
        JobName = json.Text("jobName"),
        TaskType = json.Text("taskType"),
        TaskName = json.Text("taskName"),
        UserAccount = json.Text("userAccount"),
        SkynetId = json.Text("skynetId"),
        StartTime = DateTimeOffset.TryParse(
            json.Text("startTime"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time) ? time : null,
        Status = new InstanceStatus(json.Text("status") ?? ""),
        Raw = json.Clone(),
    };

    private static double? Real(JsonElement json, string key) =>
        json.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) ? number : null;
}
