namespace Odps.Net.Emulator.Storage;

/// <content>Schemas.</content>
internal sealed partial class SqliteTableStore
{
    private const string SchemaFields = "name, owner, comment, created";

    public IReadOnlyList<SchemaDefinition> ListSchemas(string project) => Transact(() =>
    {
        CheckProject(project);
        List<SchemaDefinition> schemas = _connection
            .Query($"SELECT {SchemaFields} FROM schemas WHERE project = ?", Key(project))
            .ConvertAll(row => ToSchema(project, row));
        schemas.Add(new SchemaDefinition { Project = project, Name = DefaultSchema });
        schemas.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
        return schemas;
    });

    public SchemaDefinition? FindSchema(string project, string schema) => Transact(() =>
    {
        CheckProject(project);
        if (Key(schema) == DefaultSchema)
        {
            return new SchemaDefinition { Project = project, Name = DefaultSchema };
        }

        List<object?[]> rows = _connection.Query($"SELECT {SchemaFields} FROM schemas WHERE project = ? AND name = ?", Key(project), Key(schema));
        return rows.Count == 0 ? null : ToSchema(project, rows[0]);
    });

    public void CreateSchema(SchemaDefinition schema, bool ifNotExists) => Transact(() =>
    {
        if (FindSchema(schema.Project, schema.Name) is not null)
        {
            if (!ifNotExists)
            {
                throw StoreErrors.SchemaExists(schema.Project, schema.Name);
            }

            return;
        }

        _connection.Execute(
            "INSERT INTO schemas (project, name, owner, comment, created) VALUES (?, ?, ?, ?, ?)",
            Key(schema.Project), Key(schema.Name), schema.Owner, schema.Comment, NowMilliseconds);
    });

    /// <summary>Replaces comment and owner of a schema. The one that each project has cannot be changed.</summary>
    public void AlterSchema(SchemaDefinition schema) => Transact(() =>
    {
        if (Key(schema.Name) == DefaultSchema)
        {
            throw StoreErrors.InvalidDefinition($"the schema {schema.Project}.{schema.Name} cannot be changed: each project has it");
        }

        _connection.Execute("UPDATE schemas SET owner = ?, comment = ? WHERE project = ? AND name = ?", schema.Owner, schema.Comment, Key(schema.Project), Key(schema.Name));
    });

    public void DropSchema(string project, string schema, bool ifExists) => Transact(() =>
    {
        if (FindSchema(project, schema) is null)
        {
            if (!ifExists)
            {
                throw StoreErrors.NoSuchSchema(project, schema);
            }

            return;
        }

        if (Key(schema) == DefaultSchema)
        {
            throw StoreErrors.SchemaInUse(project, schema, "each project has it");
        }

        if (_connection.Query("SELECT 1 FROM tables WHERE project = ? AND schema = ? LIMIT 1", Key(project), Key(schema)).Count > 0)
        {
            throw StoreErrors.SchemaInUse(project, schema, "it holds tables");
        }

        _connection.Execute("DELETE FROM schemas WHERE project = ? AND name = ?", Key(project), Key(schema));
    });

    private static SchemaDefinition ToSchema(string project, object?[] row) => new()
    {
        Project = project,
        Name = (string)row[0]!,
        Owner = (string)row[1]!,
        Comment = (string?)row[2],
        CreationTime = DateTimeOffset.FromUnixTimeMilliseconds((long)row[3]!),
    };

    private void CreateSchemaTable() => _connection.Execute("""
        CREATE TABLE IF NOT EXISTS schemas (project TEXT NOT NULL, name TEXT NOT NULL, owner TEXT NOT NULL, comment TEXT, created INTEGER NOT NULL,
        PRIMARY KEY (project, name)) WITHOUT ROWID
        """);
}
