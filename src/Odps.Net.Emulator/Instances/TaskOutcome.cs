using Odps.Net.Emulator.Sql;

namespace Odps.Net.Emulator.Instances;

/// <summary>What a task has given when it ended.</summary>
internal sealed record TaskOutcome
{
    /// <summary>What a SQL task gave; null for another kind of task and for a failure.</summary>
    public SqlResult? Sql { get; init; }

    /// <summary>The text of a result without rows, or of a failure.</summary>
    public string Text { get; init; } = "";

    public bool IsFailed { get; init; }

    /// <summary>Whether the task goes on until it is stopped, as a session does.</summary>
    public bool IsEndless { get; init; }

    /// <summary>Whether the result is a row set.</summary>
    public bool HasRows => Sql?.Columns is not null;

    public static TaskOutcome FromText(string text) => new() { Text = text };

    public static TaskOutcome FromSql(SqlResult result) => new() { Sql = result, Text = result.Text };

    /// <summary>A failure; its text begins with the service's code, by which clients choose the exception.</summary>
    public static TaskOutcome Failed(EmulatorException error)
    {
        string text = error.Message.StartsWith("ODPS-", StringComparison.Ordinal) || error.Message.StartsWith("FAILED: ODPS-", StringComparison.Ordinal)
            ? error.Message
            : error.Code.StartsWith("ODPS-", StringComparison.Ordinal) ? $"{error.Code}:{error.Message}"
            : $"ODPS-0130071:Semantic analysis exception - {error.Code}: {error.Message}";
        return new TaskOutcome { Text = text, IsFailed = true };
    }
}
