namespace Odps.Net;

/// <summary>
/// The hints of a job, put together once: those of the client's own options, then <see cref="OdpsClientOptions.SqlHints"/>, then <c>set</c> statements of the
/// text, then the options of the call, then the hints of the call. Later ones win.
/// </summary>
internal static class SqlSettings
{
    private const string TimeZoneKey = "odps.sql.timezone";

    public static Dictionary<string, string> Of(ServiceScope scope, SqlOptions options, string sql)
    {
        var settings = new Dictionary<string, string>();
        AddSchema(settings, scope.Schema);
        AddQuota(settings, scope.Options.QuotaName);
        if (scope.Options.TimeZone is { } zone && IanaName(zone) is { } name)
        {
            settings[TimeZoneKey] = name;
        }

        AddAll(settings, scope.Options.SqlHints);
        if (options.ParseSetStatements)
        {
            AddAll(settings, SetStatements.Find(sql));
        }

        AddSchema(settings, options.DefaultSchema);
        AddQuota(settings, options.QuotaName);
        if (options.IsScript)
        {
            settings["odps.sql.submit.mode"] = "script";
        }

        AddAll(settings, options.Hints);
        return settings;
    }

    /// <summary>The zone of the session; null when the hints do not say, or name one that this machine does not know.</summary>
    public static TimeZoneInfo? ZoneOf(IReadOnlyDictionary<string, string> settings) =>
        settings.TryGetValue(TimeZoneKey, out string? name) && TimeZoneInfo.TryFindSystemTimeZoneById(name.Trim('\'', '"'), out TimeZoneInfo? zone) ? zone : null;

    private static string? IanaName(TimeZoneInfo zone) =>
        zone.HasIanaId ? zone.Id : TimeZoneInfo.TryConvertWindowsIdToIanaId(zone.Id, out string? name) ? name : null;

    private static void AddSchema(Dictionary<string, string> settings, string? schema)
    {
        if (schema is not null)
        {
            settings["odps.sql.allow.namespace.schema"] = "true";
            settings["odps.namespace.schema"] = "true";
            settings["odps.default.schema"] = schema;
        }
    }

    private static void AddQuota(Dictionary<string, string> settings, string? quota)
    {
        if (quota is not null)
        {
            settings["odps.task.wlm.quota"] = quota;
        }
    }

    private static void AddAll(Dictionary<string, string> settings, IReadOnlyDictionary<string, string> hints)
    {
        foreach ((string key, string value) in hints)
        {
            settings[key] = value;
        }
    }
}
