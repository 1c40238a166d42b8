using Odps.Net.Emulator.Sql.Ast;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Sql.Execution;

/// <content>Schemas.</content>
internal sealed partial class StatementExecutor
{
    private SqlResult ExecuteCreateSchema(CreateSchemaStatement statement)
    {
        (string project, string name) = ResolveSchema(statement.Schema);
        Store.CreateSchema(new SchemaDefinition { Project = project, Name = name, Owner = session.Owner, Comment = statement.Comment }, statement.IfNotExists);
        return new SqlResult();
    }

    private SqlResult ExecuteDropSchema(DropSchemaStatement statement)
    {
        (string project, string name) = ResolveSchema(statement.Schema);
        Store.DropSchema(project, name, statement.IfExists);
        return new SqlResult();
    }

    private SqlResult ExecuteShowSchemas(ShowSchemasStatement statement) =>
        new() { Text = string.Concat(Store.ListSchemas(statement.Project ?? session.Project).Select(s => $"{s.Name}\n")) };

    /// <summary>schema or project.schema.</summary>
    private (string Project, string Schema) ResolveSchema(TableName name) => name.Parts.Count switch
    {
        1 => (session.Project, name.Parts[0]),
        2 => (name.Parts[0], name.Parts[1]),
        _ => throw SqlErrors.Parse(name.Position, $"{string.Join('.', name.Parts)} is not the name of a schema"),
    };

    private void RequireSchema(string project, string schema)
    {
        if (Store.FindSchema(project, schema) is null)
        {
            throw StoreErrors.NoSuchSchema(project, schema);
        }
    }
}
