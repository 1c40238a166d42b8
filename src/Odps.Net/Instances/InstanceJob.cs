using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>A job as it was submitted.</summary>
public sealed record InstanceJob
{
    /// <summary>The name of the job; <see langword="null"/> for none.</summary>
    public string? Name { get; init; }

    /// <summary>The comment; <see langword="null"/> for none.</summary>
    public string? Comment { get; init; }

    /// <summary>The account that submitted it; <see langword="null"/> when the answer does not say.</summary>
    public string? Owner { get; init; }

    /// <summary>The priority, 0 (most urgent) to 9; <see langword="null"/> when the answer does not say.</summary>
    public int? Priority { get; init; }

    /// <summary>The cluster that was asked for; <see langword="null"/> for none.</summary>
    public string? RunningCluster { get; init; }

    /// <summary>The id that made the submission idempotent (<c>Guid</c>, <see cref="SqlOptions.UniqueId"/>); <see langword="null"/> for none.</summary>
    public string? UniqueId { get; init; }

    /// <summary>When it was submitted; <see langword="null"/> when the answer does not say.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>When it was last changed; <see langword="null"/> when the answer does not say.</summary>
    public DateTimeOffset? LastModifiedTime { get; init; }

    /// <summary>The tasks.</summary>
    public IReadOnlyList<InstanceJobTask> Tasks { get; init; } = [];

    /// <summary>The SQL of the first task that has one; <see langword="null"/> when none has.</summary>
    public string? Sql => Tasks.FirstOrDefault(t => t.Query is not null)?.Query;

    internal static InstanceJob Read(XElement job) => new()
    {
        Name = job.Text("Name"),
        Comment = job.Text("Comment"),
        Owner = job.Text("Owner"),
        Priority = int.TryParse(job.Text("Priority"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int priority) ? priority : null,
        RunningCluster = job.Text("RunningCluster"),
        UniqueId = job.Text("Guid"),
        CreationTime = WireTime.Rfc1123(job.Text("CreationTime")),
        LastModifiedTime = WireTime.Rfc1123(job.Text("LastModifiedTime")),
        Tasks = [.. job.Elements("Tasks").Elements().Select(InstanceJobTask.Read)],
    };
}

/// <summary>A task as it was submitted.</summary>
public sealed record InstanceJobTask
{
    /// <summary>The name, for example <c>AnonymousSQLTask</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The kind, for example <c>SQL</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The properties, as text (<c>settings</c>, <c>aliases</c>, <c>uuid</c>, ...).</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    /// <summary>The hints: what the property <c>settings</c> holds. Empty when it is absent or not understood.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>The SQL; <see langword="null"/> when the task has none.</summary>
    public string? Query { get; init; }

    internal static InstanceJobTask Read(XElement task)
    {
        var properties = new Dictionary<string, string>();
        foreach (XElement property in task.Elements("Config").Elements("Property"))
        {
            properties[property.Text("Name") ?? ""] = property.Element("Value")?.Value ?? "";
        }

        return new InstanceJobTask
        {
            Name = task.Text("Name") ?? "",
            Type = task.Name.LocalName,
            Properties = properties,
            Settings = ReadSettings(properties.GetValueOrDefault("settings")),
            Query = task.Text("Query"),
        };
    }

    private static Dictionary<string, string> ReadSettings(string? json)
    {
        var settings = new Dictionary<string, string>();
        if (string.IsNullOrWhiteSpace(json))
        {
            return settings;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                foreach (JsonProperty setting in document.RootElement.EnumerateObject())
                {
                    settings[setting.Name] = setting.Value.ToString();
                }
            }
        }
        catch (JsonException)
        {
            // The text stays in Properties; a newer form of it must not fail the reading of the job.
        }

        return settings;
    }
}
