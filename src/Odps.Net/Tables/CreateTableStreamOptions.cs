namespace Odps.Net;

/// <summary>What CREATE STREAM says beside the table.</summary>
public sealed record CreateTableStreamOptions
{
    /// <summary>Whether a stream of that name that is there already is no error. Default: <see langword="false"/>.</summary>
    public bool IfNotExists { get; init; }

    /// <summary>The version of the table from which on changes are given (VERSION AS OF). Default: 1, unless <see cref="From"/> is set.</summary>
    public long? Version { get; init; }

    /// <summary>The time from which on changes are given (TIMESTAMP AS OF); not together with <see cref="Version"/>. Default: none.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>What the stream gives (<c>read_mode</c>). Default: <see cref="TableStreamReadMode.Append"/>.</summary>
    public TableStreamReadMode ReadMode { get; init; } = TableStreamReadMode.Append;

    /// <summary>The comment. Default: none.</summary>
    public string? Comment { get; init; }

    /// <summary>Hints, priority, quota and waiting of the job that runs the statement. Default: those of <see cref="SqlOptions"/>.</summary>
    public SqlOptions? Job { get; init; }
}
