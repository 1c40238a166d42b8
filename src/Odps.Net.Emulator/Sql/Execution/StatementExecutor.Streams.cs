using Odps.Net.Emulator.Sql.Ast;
using Odps.Net.Emulator.Sql.Binding;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Sql.Execution;

/// <content>Table streams, which are kept and shown; what they would give is not kept.</content>
internal sealed partial class StatementExecutor
{
    private SqlResult ExecuteCreateStream(CreateStreamStatement statement)
    {
        (string project, _, string name) = TableNames.Resolve(session, statement.Stream.Parts);
        RequireProject(project);
        TableDefinition table = Find(statement.Table, "Select").Definition;
        if (StreamDefinition.Find(session.Objects, project, name) is not null)
        {
            return statement.IfNotExists ? new SqlResult() : throw StoreErrors.StreamExists(project, name);
        }

        session.Access?.Demand("CreateTable", project, null);
        new StreamDefinition(project, name, table.Project, table.Name, table.TableId, statement.Version ?? "1", session.Owner, Store.Now).Write(session.Objects);
        return new SqlResult();
    }

    private SqlResult ExecuteDropStream(DropStreamStatement statement)
    {
        (string project, _, string name) = TableNames.Resolve(session, statement.Stream.Parts);
        RequireProject(project);
        session.Access?.Demand("Write", project, null);
        if (!StreamDefinition.Delete(session.Objects, project, name) && !statement.IfExists)
        {
            throw StoreErrors.NoSuchStream(project, name);
        }

        return new SqlResult();
    }

    private void RequireProject(string project)
    {
        if (!Store.ProjectExists(project))
        {
            throw StoreErrors.NoSuchProject(project);
        }
    }
}
