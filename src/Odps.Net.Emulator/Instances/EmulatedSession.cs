using System.Globalization;
using System.Security;
using System.Text.Json;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Sql;

namespace Odps.Net.Emulator.Instances;

/// <summary>An interactive session: takes queries as information that is handed to its task. Thread-safe.</summary>
internal sealed class EmulatedSession(
    JobTask task, EmulatedInstance instance, ISqlEngine sql, InstanceBehaviors behaviors, TimeProvider clock, CancellationToken stopped)
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly List<SessionQuery> _queries = [];

    public string Name => task.Settings.GetValueOrDefault("odps.sql.session.name") ?? task.Settings.GetValueOrDefault("odps.sql.session.share.id") ?? "public.default";

    /// <summary>Takes a query, or cancels one.</summary>
    public string Put(string key, string value)
    {
        switch (key)
        {
            case "query":
                return Submit(value);
            case "cancel":
                SessionQuery? query = Find(value);
                query?.Cancel();
                return Answer(query is null ? "NotFound" : "ok", query is null ? $"SubQuery {value} not found" : "");
            default:
                throw new EmulatorException("InvalidArgument", $"A session takes no information '{key}'.");
        }
    }

    /// <summary>What a client asks a session for; null for a key that a session does not have.</summary>
    public async Task<string?> GetAsync(string key, CancellationToken cancellationToken)
    {
        if (key is "status" or "wait_attach_success")
        {
            return Info(instance.IsTerminated ? SessionState.Terminated : SessionState.Running, $"Session name: {Name}", -1);
        }

        if (key == "warnings")
        {
            return """{"warnings":[]}""";
        }

        int cut = key.LastIndexOf('_') + 1;
        SessionQuery? query = Find(key[cut..]);
        switch (key[..cut])
        {
            case "result_" or "get_finished_status_" when query is null:
                return Info(SessionState.Failed, "SubQuery not found", -1);
            case "result_":
                await query.WaitAsync(MaxWait, clock, cancellationToken).ConfigureAwait(false);
                (SessionState state, string text, _) = query.Outcome;
                return Info(state, text, query.Id);
            case "get_finished_status_":
                return Info(query.Outcome.State, "", query.Id);
            case "sourcexml_" when query is not null:
                return Answer("ok", $"<SQL><Name>{task.Name}</Name><Query>{SecurityElement.Escape(query.Sql)}</Query></SQL>");
            case "sqlstats_" when query is not null:
                return Answer("ok", "");
            default:
                return null;
        }
    }

    private string Submit(string value)
    {
        string text;
        var settings = new Dictionary<string, string>(task.Settings);
        try
        {
            using JsonDocument document = JsonDocument.Parse(value);
            text = document.RootElement.GetProperty("query").GetString() ?? "";
            if (document.RootElement.TryGetProperty("settings", out JsonElement given))
            {
                foreach (JsonProperty setting in given.EnumerateObject())
                {
                    settings[setting.Name] = setting.Value.ToString();
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new EmulatorException("InvalidArgument", $"A query in a session is to be JSON with 'query' and 'settings': {e.Message}");
        }

        SessionQuery query;
        lock (_lock)
        {
            query = new SessionQuery(_queries.Count, text, stopped);
            _queries.Add(query);
        }

        settings.Remove("odps.sql.submit.mode");
        JobTask sqlTask = task with { Type = "SQL", Query = text, Settings = settings };
        _ = query.RunAsync(behaviors.Take(text, isInteractive: true), clock, token => Run(sqlTask, token));
        return Answer("ok", ServiceResponse.JsonText(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("queryId"u8, query.Id);
            json.WriteString("status"u8, "ok");
            json.WriteString("result"u8, "");
            json.WriteEndObject();
        }));
    }

    /// <summary>Waits for the rows of a query, as the tunnel gives them.</summary>
    /// <returns>Null when it gave none because it is no query.</returns>
    public async Task<SqlResult?> RowsAsync(string number, TimeSpan limit, CancellationToken cancellationToken)
    {
        SessionQuery query = Find(number) ?? throw new EmulatorException("NoSuchObject", $"The session {instance.Id} has no query {number}.", 404);
        await query.WaitAsync(limit, clock, cancellationToken).ConfigureAwait(false);
        (SessionState state, string text, SqlResult? rows) = query.Outcome;
        return state switch
        {
            SessionState.Terminated => rows,
            SessionState.Running => throw new EmulatorException("OdpsTaskTimeout", $"Wait for cache data timeout: query {number} of the session {instance.Id} is still running."),
            _ => throw new EmulatorException("TaskFailed", $"Query {number} of the session {instance.Id} is {state}: {text}"),
        };
    }

    private (string Text, SqlResult? Rows) Run(JobTask sqlTask, CancellationToken cancellationToken)
    {
        TaskOutcome outcome = TaskOutcome.FromSql(sql.Execute(SqlTaskRunner.ToRequest(sqlTask, instance), cancellationToken));
        string text = ResultText.Text(new TaskState(sqlTask) { Outcome = outcome });

        // A session ends its lines in CR LF, by which clients know rows from text.
        return outcome.HasRows ? (CsvText.WithCrLf(text), outcome.Sql) : (text, null);
    }

    private SessionQuery? Find(string number)
    {
        lock (_lock)
        {
            return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int id) && id < _queries.Count ? _queries[id] : null;
        }
    }

    private static string Answer(string status, string result) => ServiceResponse.JsonText(json =>
    {
        json.WriteStartObject();
        json.WriteString("status"u8, status);
        json.WriteString("result"u8, result);
        json.WriteEndObject();
    });

    private static string Info(SessionState state, string result, int query) => ServiceResponse.JsonText(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("status"u8, (int)state);
        json.WriteString("result"u8, result);
        json.WriteString("warnings"u8, "");
        json.WriteNumber("subQueryId"u8, query);
        json.WriteEndObject();
    });
}
