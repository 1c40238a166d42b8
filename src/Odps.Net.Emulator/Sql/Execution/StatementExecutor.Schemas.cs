using Odps.Net.Emulator.Sql.Ast;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Sql.Execution;

/// <content>Schemas.</content>
internal sealed partial class StatementExecutor
{
    private SqlResult ExecuteCreateSchema(CreateSchemaStatement statement)
    {
        (string project, string name) = ResolveSchema(statement.Schema);
        session.Access?.Demand("CreateSchema", project, null);
        Store.CreateSchema(new SchemaDefinition { Project = project, Name = name, Owner = session.Owner, Comment = statement.Comment }, statement.IfNotExists);
        return new SqlResult();
    }

    private SqlResult ExecuteDropSchema(DropSchemaStatement statement)
    {
        (string project, string name) = ResolveSchema(statement.Schema);
        session.Access?.Demand("Drop", project, name);
        SchemaObjects.ThrowIfAny(session.Objects, project, name);
        Store.DropSchema(project, name, statement.IfExists);
        return new SqlResult();
    }

    private SqlResult ExecuteAlterSchema(AlterSchemaStatement statement)
    {
        (string project, string name) = ResolveSchema(statement.Schema);
        SchemaDefinition schema = Store.FindSchema(project, name) ?? throw StoreErrors.NoSuchSchema(project, name);
        session.Access?.Demand("Alter", project, name);
        Store.AlterSchema(schema with { Comment = statement.Comment ?? schema.Comment, Owner = statement.Owner ?? schema.Owner });
        return new SqlResult();
    }

    private SqlResult ExecuteShowSchemas(ShowSchemasStatement statement)
    {
        string project = statement.Project ?? session.Project;
        session.Access?.Demand("List", project, null);
        return new SqlResult { Text = string.Concat(Store.ListSchemas(project).Select(s => $"{s.Name}\n")) };
    }

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
