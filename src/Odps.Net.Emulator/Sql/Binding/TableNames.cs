namespace Odps.Net.Emulator.Sql.Binding;

/// <summary>What [project.][schema.]name means in a session.</summary>
internal static class TableNames
{
    /// <summary>
    /// One part is a table of the session's project and schema. Two parts are project.table, or schema.table where <c>odps.namespace.schema</c> is
    /// on. Three parts are all of them.
    /// </summary>
    public static (string Project, string Schema, string Name) Resolve(SqlSession session, IReadOnlyList<string> parts) => parts.Count switch
    {
        1 => (session.Project, session.Schema, parts[0]),
        2 when session.HasSchemas => (session.Project, parts[0], parts[1]),
        2 => (parts[0], Storage.SqliteTableStore.DefaultSchema, parts[1]),
        _ => (parts[0], parts[1], parts[2]),
    };
}
