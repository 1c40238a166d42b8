using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Xml;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>A job that works on the files of a table: a task of the kind <c>Merge</c>.</summary>
/// <param name="NamePrefix">What the name of the task begins with.</param>
/// <param name="Hints">The settings that say what is to be done.</param>
/// <param name="ArchiveSettings">A JSON text of its own, which archiving wants.</param>
internal sealed record MergeJob(string NamePrefix, IReadOnlyDictionary<string, string> Hints, string? ArchiveSettings = null)
{
    public static MergeJob Archive { get; } = new("archive_task", new Dictionary<string, string>(), """{"odps.merge.archive.flag": "true"}""");

    public static MergeJob Freeze { get; } = new("freeze_task", new Dictionary<string, string> { ["odps.merge.cold.storage.mode"] = "backup" });

    public static MergeJob Restore { get; } = new("restore_task", new Dictionary<string, string> { ["odps.merge.cold.storage.mode"] = "restore" });

    public static MergeJob Merge(FileCompaction? compaction, int? recentHours)
    {
        if (compaction is null)
        {
            return new("merge_task", new Dictionary<string, string>());
        }

        var hints = new Dictionary<string, string>
        {
            ["odps.merge.txn.table.compact"] = compaction == FileCompaction.Major ? "major_compact" : "minor_compact",
            ["odps.merge.restructure.action"] = "hardlink",
        };
        if (compaction == FileCompaction.Minor)
        {
            hints["odps.merge.txn.table.compact.txn.id"] = (recentHours is > 0 and int hours ? hours : -1).ToString(CultureInfo.InvariantCulture);
        }

        return new("compact_task", hints);
    }

    public static async Task<Instance> SubmitAsync(
        Table table, PartitionSpec? partition, MergeJob job, SqlOptions? options, string operation, CancellationToken cancellationToken)
    {
        options ??= new SqlOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(options.Priority, nameof(options));
        ServiceScope scope = table.Scope.With(table.Scope.Project, table.SchemaName);
        string document = job.ToXml(table, partition, options, scope);
        OdpsRequest request = OdpsRequest.Post(RestPath.Project(table.Project).Instances(), operation, RequestContent.Xml(document)) with
        {
            CurrentProject = scope.Project,
            CurrentSchema = scope.Schema ?? "",
            IsIdempotent = options.UniqueId is not null,
        };
        string id = await scope.Pipeline.ReadAsync(request, static (response, _) => new ValueTask<string>(InstanceId(response)), cancellationToken).ConfigureAwait(false);
        return new Instance(scope, table.Project, id);
    }

    private string ToXml(Table table, PartitionSpec? partition, SqlOptions options, ServiceScope scope)
    {
        var text = new StringBuilder();
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, NewLineHandling = NewLineHandling.Entitize }))
        {
            writer.WriteStartElement("Instance");
            writer.WriteStartElement("Job");
            writer.WriteElementString("Priority", options.Priority.ToString(CultureInfo.InvariantCulture));
            WriteOptional(writer, "RunningCluster", options.RunningCluster);
            WriteOptional(writer, "Guid", options.UniqueId);
            writer.WriteStartElement("Tasks");
            writer.WriteStartElement("Merge");
            writer.WriteElementString("Name", NewName(scope.TimeProvider));
            writer.WriteStartElement("Config");
            WriteProperty(writer, "settings", ToJson(Settings(options, scope)));
            if (ArchiveSettings is not null)
            {
                WriteProperty(writer, "archiveSettings", ArchiveSettings);
            }

            WriteProperty(writer, "uuid", Guid.NewGuid().ToString());
            writer.WriteEndElement();
            writer.WriteElementString("TableName", partition is null ? table.ToString() : $"{table} partition({partition})");
            writer.WriteEndElement();
            writer.WriteEndElement();
            writer.WriteStartElement("DAG");
            writer.WriteElementString("RunMode", "Sequence");
            writer.WriteEndElement();
            writer.WriteEndElement();
            writer.WriteEndElement();
        }

        return """<?xml version="1.0" encoding="utf-8"?>""" + "\n" + text;
    }

    private string NewName(TimeProvider clock) => string.Create(
        CultureInfo.InvariantCulture, $"{NamePrefix}_{clock.GetUtcNow().ToUnixTimeSeconds()}_{Random.Shared.Next(100_000, 1_000_000)}");

    /// <summary>What the job itself needs wins over the hints of the caller.</summary>
    private Dictionary<string, string> Settings(SqlOptions options, ServiceScope scope)
    {
        var settings = new Dictionary<string, string>();
        if ((options.DefaultSchema ?? scope.Schema) is { } schema)
        {
            settings["odps.sql.allow.namespace.schema"] = "true";
            settings["odps.namespace.schema"] = "true";
            settings["odps.default.schema"] = schema;
        }

        if ((options.QuotaName ?? scope.Options.QuotaName) is { } quota)
        {
            settings["odps.task.wlm.quota"] = quota;
        }

        foreach ((string key, string value) in options.Hints.Concat(Hints))
        {
            settings[key] = value;
        }

        return settings;
    }

    private static string InstanceId(OdpsResponse response)
    {
        string location = response.RequiredHeader("Location").TrimEnd('/');
        string id = WebUtility.UrlDecode(location[(location.LastIndexOf('/') + 1)..]);
        return id.Length > 0 ? id : throw response.Malformed("has no instance id in its header Location");
    }

    private static void WriteOptional(XmlWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteElementString(name, value);
        }
    }

    private static void WriteProperty(XmlWriter writer, string name, string value)
    {
        writer.WriteStartElement("Property");
        writer.WriteElementString("Name", name);
        writer.WriteElementString("Value", value);
        writer.WriteEndElement();
    }

    private static string ToJson(Dictionary<string, string> values)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach ((string key, string value) in values)
            {
                writer.WriteString(key, value);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
