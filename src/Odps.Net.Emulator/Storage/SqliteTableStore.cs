using System.Globalization;

namespace Odps.Net.Emulator.Storage;

/// <summary>
/// The catalog and the rows of an emulator in SQLite. One connection is guarded by one lock; each call is one transaction. Names are compared
/// without regard to letter case and are only ever values, never SQL text: a table is <c>t1</c>, <c>t2</c>, ... with the columns <c>c0</c>, <c>c1</c>, ...
/// for data and <c>p0</c>, <c>p1</c>, ... for partition keys.
/// </summary>
internal sealed partial class SqliteTableStore : ITableStore
{
    public const string DefaultSchema = "default";

    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;
    private readonly TimeProvider _time;
    private readonly IdSource _ids;
    private readonly Dictionary<(string Project, string Schema, string Name), StoredTable> _tables = [];

    /// <summary>Opens a store.</summary>
    /// <param name="path">The file, made when it is not there; null for memory.</param>
    /// <param name="time">The clock for creation and modification times.</param>
    /// <param name="ids">Where the ids of tables come from; null for random ones.</param>
    public SqliteTableStore(string? path, TimeProvider time, IdSource? ids = null)
    {
        _time = time;
        _ids = ids ?? new IdSource(null);
        _connection = new SqliteConnection(path);
        _connection.Execute("CREATE TABLE IF NOT EXISTS projects (key TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID");
        _connection.Execute("""
            CREATE TABLE IF NOT EXISTS tables (id INTEGER PRIMARY KEY AUTOINCREMENT, project TEXT NOT NULL, schema TEXT NOT NULL, name TEXT NOT NULL,
            definition TEXT NOT NULL, modified INTEGER NOT NULL, records INTEGER NOT NULL DEFAULT 0, bytes INTEGER NOT NULL DEFAULT 0, UNIQUE (project, schema, name))
            """);
        _connection.Execute("""
            CREATE TABLE IF NOT EXISTS partitions (table_id INTEGER NOT NULL, key TEXT NOT NULL, created INTEGER NOT NULL, ddl INTEGER NOT NULL,
            modified INTEGER NOT NULL, records INTEGER NOT NULL DEFAULT 0, bytes INTEGER NOT NULL DEFAULT 0, properties TEXT NOT NULL DEFAULT '{}',
            PRIMARY KEY (table_id, key)) WITHOUT ROWID
            """);
        CreateSchemaTable();
    }

    /// <summary>The connection, for the SQL engine inside <see cref="Transact"/>.</summary>
    public SqliteConnection Connection => _connection;

    public DateTimeOffset Now => _time.GetUtcNow();

    private long NowMilliseconds => Now.ToUnixTimeMilliseconds();

    /// <summary>Runs work with the store to itself, as one transaction.</summary>
    public T Transact<T>(Func<T> work)
    {
        lock (_lock)
        {
            return _connection.Transact(work, _tables.Clear);
        }
    }

    public void Transact(Action work) => Transact(() =>
    {
        work();
        return 0;
    });

    public void Dispose()
    {
        lock (_lock)
        {
            _connection.Dispose();
        }
    }

    public bool ProjectExists(string project) => Transact(() => _connection.Query("SELECT 1 FROM projects WHERE key = ?", Key(project)).Count > 0);

    public IReadOnlyList<string> ListProjects() => Transact(() => _connection.Query("SELECT name FROM projects ORDER BY key").ConvertAll(r => (string)r[0]!));

    public void CreateProject(string project) => Transact(() =>
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(project);
        _connection.Execute("INSERT OR IGNORE INTO projects (key, name) VALUES (?, ?)", Key(project), project);
    });

    public void DeleteProject(string project) => Transact(() =>
    {
        foreach (SchemaDefinition schema in ListSchemas(project))
        {
            foreach (TableDefinition table in ListTables(project, schema.Name))
            {
                DropTable(project, schema.Name, table.Name, ifExists: true);
            }
        }

        _connection.Execute("DELETE FROM schemas WHERE project = ?", Key(project));
        _connection.Execute("DELETE FROM projects WHERE key = ?", Key(project));
    });

    public TableDefinition? FindTable(string project, string? schema, string name) => Transact(() =>
        Find(project, schema, name) is { } stored ? WithCounters(stored) : null);

    public IReadOnlyList<TableDefinition> ListTables(string project, string? schema) => Transact(() =>
    {
        CheckProject(project);
        return _connection
            .Query("SELECT name FROM tables WHERE project = ? AND schema = ? ORDER BY name", Key(project), Key(schema ?? DefaultSchema))
            .ConvertAll(r => WithCounters(Find(project, schema, (string)r[0]!)!));
    });

    public void CreateTable(TableDefinition table, bool ifNotExists) => Transact(() =>
    {
        CheckProject(table.Project);
        if (Find(table.Project, table.SchemaName, table.Name) is not null)
        {
            if (!ifNotExists)
            {
                throw StoreErrors.TableExists(table);
            }

            return;
        }

        CheckDefinition(table);
        DateTimeOffset now = Now;
        string[] cells = [.. Enumerable.Range(0, table.Schema.Columns.Count).Select(i => FormattableString.Invariant($"c{i}"))];
        table = table with
        {
            TableId = table.TableId.Length > 0 ? table.TableId : _ids.NextHex(16),
            CreationTime = table.CreationTime == default ? now : table.CreationTime,
            LastDdlTime = table.LastDdlTime == default ? now : table.LastDdlTime,
        };
        long modified = (table.LastModifiedTime == default ? now : table.LastModifiedTime).ToUnixTimeMilliseconds();
        _connection.Execute(
            "INSERT INTO tables (project, schema, name, definition, modified) VALUES (?, ?, ?, ?, ?)",
            Key(table.Project), Key(table.SchemaName), Key(table.Name), CatalogJson.Write(table, cells), modified);
        var stored = new StoredTable(_connection.LastRowId(), table, cells);
        if (!table.IsView || table.IsMaterializedView)
        {
            CreateRows(stored);
        }
    });

    public void DropTable(string project, string? schema, string name, bool ifExists) => Transact(() =>
    {
        CheckProject(project);
        if (Find(project, schema, name) is not { } stored)
        {
            if (!ifExists)
            {
                throw StoreErrors.NoSuchTable(project, schema, name);
            }

            return;
        }

        _connection.Execute($"DROP TABLE IF EXISTS {stored.TableName}");
        _connection.Execute("DELETE FROM partitions WHERE table_id = ?", stored.Id);
        _connection.Execute("DELETE FROM tables WHERE id = ?", stored.Id);
        _tables.Remove(TableKey(project, schema, name));
    });

    /// <summary>The table with its place in SQLite; only inside <see cref="Transact"/>.</summary>
    public StoredTable? Find(string project, string? schema, string name)
    {
        (string Project, string Schema, string Name) key = TableKey(project, schema, name);
        if (_tables.TryGetValue(key, out StoredTable? found))
        {
            return found;
        }

        List<object?[]> rows = _connection.Query(
            "SELECT id, definition FROM tables WHERE project = ? AND schema = ? AND name = ?", key.Project, key.Schema, key.Name);
        if (rows.Count == 0)
        {
            return null;
        }

        (TableDefinition table, string[] cells) = CatalogJson.Read((string)rows[0][1]!);
        found = new StoredTable((long)rows[0][0]!, table, cells);
        _tables.Add(key, found);
        return found;
    }

    public StoredTable Get(TableDefinition table) =>
        Find(table.Project, table.SchemaName, table.Name) ?? throw StoreErrors.NoSuchTable(table.Project, table.SchemaName, table.Name);

    private static string Key(string name) => name.ToLowerInvariant();

    private static (string Project, string Schema, string Name) TableKey(string project, string? schema, string name) =>
        (Key(project), Key(schema ?? DefaultSchema), Key(name));

    private static void CheckDefinition(TableDefinition table)
    {
        if (string.IsNullOrWhiteSpace(table.Name))
        {
            throw StoreErrors.InvalidDefinition("a table needs a name");
        }

        if (table.Schema.Columns.Count == 0 && !table.IsView)
        {
            throw StoreErrors.InvalidDefinition(string.Create(CultureInfo.InvariantCulture, $"table {StoreErrors.FullName(table)} has no column"));
        }

        if (table.Schema.Columns.Count > 1200)
        {
            throw StoreErrors.InvalidDefinition(string.Create(CultureInfo.InvariantCulture, $"table {StoreErrors.FullName(table)} has {table.Schema.Columns.Count} columns; 1200 is the limit"));
        }
    }

    private void CheckProject(string project)
    {
        if (!ProjectExists(project))
        {
            throw StoreErrors.NoSuchProject(project);
        }
    }

    private TableDefinition WithCounters(StoredTable stored)
    {
        object?[] row = _connection.Query("SELECT records, bytes, modified FROM tables WHERE id = ?", stored.Id)[0];
        return stored.Definition with
        {
            RecordCount = (long)row[0]!,
            Size = (long)row[1]!,
            LastModifiedTime = DateTimeOffset.FromUnixTimeMilliseconds((long)row[2]!),
        };
    }

    private void CreateRows(StoredTable stored)
    {
        _connection.Execute($"CREATE TABLE {stored.TableName} ({string.Join(", ", stored.AllCells)})");
        CreateIndexes(stored);
    }

    private void CreateIndexes(StoredTable stored)
    {
        if (stored.Definition.PrimaryKey.Count > 0)
        {
            IEnumerable<string> keys = stored.Definition.PrimaryKey.Select(k => stored.Cells[stored.Definition.Schema.Columns.GetOrdinal(k)]);
            _connection.Execute($"CREATE UNIQUE INDEX {stored.TableName}_key ON {stored.TableName} ({string.Join(", ", stored.PartitionCells.Concat(keys))})");
        }

        if (stored.Definition.Schema.IsPartitioned)
        {
            _connection.Execute($"CREATE INDEX {stored.TableName}_partition ON {stored.TableName} ({string.Join(", ", stored.PartitionCells)})");
        }
    }
}
