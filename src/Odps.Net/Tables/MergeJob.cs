using System.Globalization;
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
        return new Instance(scope, table.Project, await JobSubmission.PostAsync(scope, request, cancellationToken).ConfigureAwait(false));
    }

    private string ToXml(Table table, PartitionSpec? partition, SqlOptions options, ServiceScope scope)
    {
        List<(string, string)> properties = [("settings", JobDocument.ToJson(Settings(options, scope)))];
        if (ArchiveSettings is not null)
        {
            properties.Add(("archiveSettings", ArchiveSettings));
        }

        string target = partition is null ? table.ToString() : $"{table} partition({partition})";
        return JobDocument.Write("Merge", NewName(scope.TimeProvider), options, properties, ("TableName", target));
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
}
