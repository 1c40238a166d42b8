using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using Odps.Net.Emulator.Http;

namespace Odps.Net.Emulator.Instances;

/// <summary>A job as it was submitted.</summary>
internal sealed record JobDocument
{
    public const int DefaultPriority = 9;

    public string? Name { get; init; }

    public string? Comment { get; init; }

    public int Priority { get; init; } = DefaultPriority;

    public string? RunningCluster { get; init; }

    /// <summary>The key by which a repeated submission is known to be the same one; null for none.</summary>
    public string? Guid { get; init; }

    public required IReadOnlyList<JobTask> Tasks { get; init; }

    /// <summary>Reads the <c>Instance</c> document of a submission. Elements may stand in any order and unknown ones are left alone.</summary>
    public static JobDocument Parse(XElement instance)
    {
        XElement job = instance.Element("Job") ?? throw Invalid("it has no <Job>");
        JobTask[] tasks = [.. (job.Element("Tasks")?.Elements() ?? []).Select(JobTask.Parse)];
        if (tasks.Length == 0)
        {
            throw Invalid("it has no task in <Job><Tasks>");
        }

        string? twice = tasks.GroupBy(t => t.Name).FirstOrDefault(g => g.Count() > 1)?.Key;
        if (twice is not null)
        {
            throw Invalid($"two tasks have the name '{twice}'");
        }

        string priority = job.Text("Priority") ?? DefaultPriority.ToString(CultureInfo.InvariantCulture);
        if (!int.TryParse(priority, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) || value < 0)
        {
            throw Invalid($"the priority is to be 0 or more; it is '{priority}'");
        }

        return new JobDocument
        {
            Name = job.Text("Name"),
            Comment = job.Text("Comment"),
            Priority = value,
            RunningCluster = job.Text("RunningCluster"),
            Guid = job.Text("Guid"),
            Tasks = tasks,
        };
    }

    internal static EmulatorException Invalid(string problem) => new("InvalidArgument", $"ODPS-0420411: Invalid argument - the job cannot be run: {problem}.");
}

/// <summary>One task of a job.</summary>
internal sealed record JobTask
{
    /// <summary>The name of the task's element: <c>SQL</c>, <c>SQLCost</c>, ...</summary>
    public required string Type { get; init; }

    public required string Name { get; init; }

    public required IReadOnlyDictionary<string, string> Properties { get; init; }

    /// <summary>The hints in the property <c>settings</c>.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>The statement; null when the task has none.</summary>
    public string? Query { get; init; }

    /// <summary>The element as it came.</summary>
    public required XElement Element { get; init; }

    public static JobTask Parse(XElement element)
    {
        var properties = new Dictionary<string, string>();
        foreach (XElement property in element.Element("Config")?.Elements("Property") ?? [])
        {
            properties[property.Text("Name") ?? throw JobDocument.Invalid("a property of a task has no name")] = property.Element("Value")?.Value ?? "";
        }

        return new JobTask
        {
            Type = element.Name.LocalName,
            Name = element.Text("Name") ?? throw JobDocument.Invalid($"a task of type {element.Name.LocalName} has no name"),
            Properties = properties,
            Settings = ParseSettings(properties.GetValueOrDefault("settings")),
            Query = element.Element("Query")?.Value,
            Element = element,
        };
    }

    private static Dictionary<string, string> ParseSettings(string? json)
    {
        var settings = new Dictionary<string, string>();
        if (string.IsNullOrWhiteSpace(json))
        {
            return settings;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            foreach (JsonProperty setting in document.RootElement.EnumerateObject())
            {
                settings[setting.Name] = setting.Value.ToString();
            }

            return settings;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw JobDocument.Invalid($"the property 'settings' is to be a JSON object: {e.Message}");
        }
    }
}
