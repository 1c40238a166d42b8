namespace Odps.Net.Emulator.Storage;

/// <summary>Objects in the database of a <see cref="SqliteTableStore"/>, under its lock and in its transactions.</summary>
internal sealed class SqliteObjectStore : IObjectStore
{
    private readonly SqliteTableStore _tables;

    public SqliteObjectStore(SqliteTableStore tables)
    {
        _tables = tables;
        tables.Transact(() => tables.Connection.Execute("""
            CREATE TABLE IF NOT EXISTS objects (project TEXT NOT NULL, schema TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL,
            document TEXT NOT NULL, content BLOB, PRIMARY KEY (project, schema, kind, name))
            """));
    }

    public StoredObject? Find(ObjectKey key) => Transact(() => Query(
        "SELECT name, document, ifnull(length(content), 0) FROM objects WHERE project = ? AND schema = ? AND kind = ? AND name = ?",
        Fold(key.Project), Fold(key.Schema), key.Kind, key.Name).SingleOrDefault());

    public IReadOnlyList<StoredObject> List(string project, string? schema, string kind) => Transact(() => Query(
        "SELECT name, document, ifnull(length(content), 0) FROM objects WHERE project = ? AND schema = ? AND kind = ? ORDER BY name",
        Fold(project), Fold(schema), kind));

    public void Put(ObjectKey key, string document, byte[]? content = null) => _tables.Transact(() => _tables.Connection.Execute(
        """
        INSERT INTO objects (project, schema, kind, name, document, content) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET document = excluded.document, content = ifnull(excluded.content, content)
        """,
        Fold(key.Project), Fold(key.Schema), key.Kind, key.Name, document, content));

    public byte[] ReadContent(ObjectKey key) => Transact(() => _tables.Connection.Query(
        "SELECT content FROM objects WHERE project = ? AND schema = ? AND kind = ? AND name = ?", Fold(key.Project), Fold(key.Schema), key.Kind, key.Name)
        .Select(row => (byte[]?)row[0]).SingleOrDefault() ?? []);

    public bool Delete(ObjectKey key) => Transact(() =>
    {
        _tables.Connection.Execute(
            "DELETE FROM objects WHERE project = ? AND schema = ? AND kind = ? AND name = ?", Fold(key.Project), Fold(key.Schema), key.Kind, key.Name);
        return _tables.Connection.Changes() > 0;
    });

    public void DeleteAll(string project) => _tables.Transact(() => _tables.Connection.Execute("DELETE FROM objects WHERE project = ?", Fold(project)));

    public T Transact<T>(Func<T> work) => _tables.Transact(work);

    private static string Fold(string? name) => (name ?? SqliteTableStore.DefaultSchema).ToLowerInvariant();

    private List<StoredObject> Query(string sql, params ReadOnlySpan<object?> cells) =>
        _tables.Connection.Query(sql, cells).ConvertAll(row => new StoredObject((string)row[0]!, (string)row[1]!, (long)row[2]!));
}
