using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Security;

/// <summary>How policies and grants name objects.</summary>
internal static class SecuredNames
{
    /// <summary>A project, or one of its schemas other than the default one: <c>projects/p/schemas/s</c>.</summary>
    public static string Of(string project, string? schema) =>
        schema is null || schema.Equals(SqliteTableStore.DefaultSchema, StringComparison.OrdinalIgnoreCase) ? $"projects/{project}" : $"projects/{project}/schemas/{schema}";

    /// <summary>A table: <c>projects/p/tables/t</c>.</summary>
    public static string Of(TableDefinition table) => $"{Of(table.Project, table.SchemaName)}/tables/{table.Name}";

    /// <summary>
    /// The name that grants have: <c>tables/t</c>, <c>tables/s.t</c> for an object of a schema, <c>projects/p</c> for the project itself.
    /// </summary>
    public static string InGrants(string resource)
    {
        string[] parts = resource.Split('/');
        return parts switch
        {
            [_, _] => resource,
            [_, _, "schemas", string schema] => $"schemas/{schema}",
            [_, _, "schemas", string schema, string collection, .. string[] name] => $"{collection}/{schema}.{string.Join('/', name)}",
            _ => string.Join('/', parts[2..]),
        };
    }
}
