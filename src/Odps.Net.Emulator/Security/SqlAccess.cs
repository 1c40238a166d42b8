using Odps.Net.Emulator.Sql;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Security;

/// <summary>What an account may do with SQL.</summary>
internal sealed class SqlAccess(ProjectSecurity security, string account) : ISqlAccess
{
    public void Demand(string action, TableDefinition table) => security.Check(account, table.Project, action, SecuredNames.Of(table), table.Owner);

    public void Demand(string action, string project, string? schema) => security.Check(account, project, action, SecuredNames.Of(project, schema), null);
}
