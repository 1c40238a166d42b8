using Odps.Net.Emulator.Sql;

namespace Odps.Net.Emulator.Security;

/// <summary>Runs statements with the rights of whom they belong to.</summary>
internal sealed class GuardedSqlEngine(ISqlEngine engine, ProjectSecurity security) : ISqlEngine
{
    public SqlResult Execute(SqlRequest request, CancellationToken cancellationToken) =>
        engine.Execute(request with { Access = new SqlAccess(security, request.Owner) }, cancellationToken);
}
