using System.Globalization;
using System.Runtime.ExceptionServices;
using SQLitePCL;

namespace Odps.Net.Emulator.Storage;

/// <summary>
/// One SQLite database in memory or in a file. Not thread-safe: the store holds a lock round every use. A file is in WAL mode with full
/// synchronisation, so a transaction that was committed survives a crash and one that was not leaves no trace.
/// </summary>
internal sealed class SqliteConnection : IDisposable
{
    private const int MaxKeptStatements = 128;

    private readonly Dictionary<string, SqliteStatement> _kept = new(StringComparer.Ordinal);
    private readonly sqlite3 _handle;
    private int _depth;
    private bool _isReadOnly;
    private Exception? _callbackFailure;

    public SqliteConnection(string? path)
    {
        SqliteProvider.EnsureSet();
        int code = raw.sqlite3_open_v2(path ?? ":memory:", out _handle, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE, null);
        if (code != raw.SQLITE_OK)
        {
            string reason = raw.sqlite3_errmsg(_handle).utf8_to_string();
            raw.sqlite3_close_v2(_handle);
            throw new IOException($"The emulator's database '{path ?? ":memory:"}' cannot be opened: {reason}.");
        }

        if (path is not null)
        {
            OpenFile(path);
        }

        Execute("PRAGMA temp_store = MEMORY");
        Execute("PRAGMA case_sensitive_like = 1");
    }

    public sqlite3 Handle => _handle;

    /// <summary>Whether a transaction is open.</summary>
    public bool InTransaction => _depth > 0;

    /// <summary>From now on every change of the data fails.</summary>
    public void MakeReadOnly()
    {
        Execute("PRAGMA query_only = ON");
        _isReadOnly = true;
    }

    public SqliteStatement Prepare(string sql)
    {
        if (_kept.Remove(sql, out SqliteStatement? kept))
        {
            return kept;
        }

        Check(raw.sqlite3_prepare_v2(_handle, sql, out sqlite3_stmt statement), sql);
        return new SqliteStatement(this, statement, sql);
    }

    public void Return(SqliteStatement statement)
    {
        if (_kept.Count >= MaxKeptStatements || statement.Text.Length > 4000 || !_kept.TryAdd(statement.Text, statement))
        {
            statement.Finish();
            return;
        }

        statement.Reset();
    }

    public void Execute(string sql, params ReadOnlySpan<object?> cells)
    {
        using SqliteStatement statement = Prepare(sql);
        statement.Bind(cells);
        while (statement.Step())
        {
        }
    }

    public List<object?[]> Query(string sql, params ReadOnlySpan<object?> cells)
    {
        using SqliteStatement statement = Prepare(sql);
        statement.Bind(cells);
        var rows = new List<object?[]>();
        while (statement.Step())
        {
            var row = new object?[statement.ColumnCount];
            for (int i = 0; i < row.Length; i++)
            {
                row[i] = statement.GetCell(i);
            }

            rows.Add(row);
        }

        return rows;
    }

    public long LastRowId() => raw.sqlite3_last_insert_rowid(_handle);

    public int Changes() => raw.sqlite3_changes(_handle);

    /// <summary>Runs work as one transaction; inside another transaction it is part of that one.</summary>
    /// <param name="work">The work.</param>
    /// <param name="onRollback">What to do, besides, when everything was undone.</param>
    public T Transact<T>(Func<T> work, Action onRollback)
    {
        if (_depth > 0)
        {
            return work();
        }

        Execute(_isReadOnly ? "BEGIN" : "BEGIN IMMEDIATE");
        _depth = 1;
        try
        {
            T result = work();
            Execute("COMMIT");
            return result;
        }
        catch
        {
            if (raw.sqlite3_get_autocommit(_handle) == 0)
            {
                Execute("ROLLBACK");
            }

            onRollback();
            throw;
        }
        finally
        {
            _depth = 0;
        }
    }

    /// <summary>Remembers what a function written in C# threw; exceptions cannot pass through SQLite, so it is thrown again after the step.</summary>
    public void SetCallbackFailure(Exception failure) => _callbackFailure ??= failure;

    public void Check(int code, string sql)
    {
        if (code is raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE)
        {
            return;
        }

        Exception? failure = _callbackFailure;
        _callbackFailure = null;
        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        string reason = raw.sqlite3_errmsg(_handle).utf8_to_string();
        throw new SqliteFailure(code, string.Create(CultureInfo.InvariantCulture, $"SQLite reports code {code}: {reason}. Statement: {Shorten(sql)}"));
    }

    public void Dispose()
    {
        foreach (SqliteStatement statement in _kept.Values)
        {
            statement.Finish();
        }

        _kept.Clear();
        raw.sqlite3_close_v2(_handle);
    }

    private void OpenFile(string path)
    {
        try
        {
            // One emulator at a time: two would keep different ideas of the catalog.
            Execute("PRAGMA locking_mode = EXCLUSIVE");
            Execute("PRAGMA journal_mode = WAL");
            Execute("PRAGMA synchronous = FULL");
            Execute("BEGIN IMMEDIATE");
            Execute("COMMIT");
        }
        catch (SqliteFailure e)
        {
            Dispose();
            throw new IOException(
                e.Code == raw.SQLITE_BUSY
                    ? $"The emulator's database '{path}' is in use by another emulator. Stop that one, or give this one another folder."
                    : $"The emulator's database '{path}' cannot be used: {e.Message}",
                e);
        }
    }

    private static string Shorten(string sql) => sql.Length <= 2000 ? sql : string.Concat(sql.AsSpan(0, 2000), "...");
}
