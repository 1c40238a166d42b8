namespace Odps.Net;

/// <summary>Runs the statements that make, change and drop tables and views.</summary>
internal static class TableStatements
{
    private static readonly Dictionary<string, string> TieredStorage = new() { ["odps.tiered.storage.enable"] = "true" };

    /// <summary>Submits a statement about a table and does not wait for it.</summary>
    public static Task<Instance> SubmitAsync(ServiceScope scope, TableName table, TableStatement statement, SqlOptions? options, CancellationToken cancellationToken)
    {
        options ??= new SqlOptions();
        var hints = new Dictionary<string, string>(options.Hints);
        if (statement.UsesStorageTiers)
        {
            foreach ((string key, string value) in TieredStorage)
            {
                hints.TryAdd(key, value);
            }
        }

        // An empty mode keeps a project's default of script mode from applying to a single statement.
        hints.TryAdd("odps.sql.submit.mode", "");
        SqlOptions own = options with { Hints = hints, TaskName = options.TaskName == new SqlOptions().TaskName ? statement.TaskName : options.TaskName };
        return new SqlOperations(scope.With(scope.Project, table.Schema)).SubmitOwnAsync(table.Project, statement.Sql, own, statement.Operation, cancellationToken);
    }

    /// <summary>Runs a statement about a table and waits until it has succeeded.</summary>
    /// <exception cref="OdpsServiceException">The statement failed: not found, there already, not permitted, or another failure of the instance.</exception>
    public static async Task ExecuteAsync(ServiceScope scope, TableName table, TableStatement statement, SqlOptions? options, CancellationToken cancellationToken)
    {
        Instance instance = await SubmitAsync(scope, table, statement, options, cancellationToken).ConfigureAwait(false);
        try
        {
            await instance.WaitForSuccessAsync(options?.Wait, cancellationToken).ConfigureAwait(false);
        }
        catch (OdpsInstanceFailedException failure) when (StatementErrors.Typed(failure, statement.Operation) is { } typed && typed != failure)
        {
            throw typed;
        }
    }

    /// <summary>The word for a table or view behind DROP.</summary>
    public static string DropWord(TableType? type) => type == TableType.VirtualView ? "VIEW" : type == TableType.MaterializedView ? "MATERIALIZED VIEW" : "TABLE";

    /// <summary>The word for a table or view behind ALTER.</summary>
    public static string AlterWord(TableType? type) => type == TableType.VirtualView || type == TableType.MaterializedView ? "VIEW" : "TABLE";
}
