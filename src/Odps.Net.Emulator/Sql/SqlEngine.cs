using Odps.Net.Emulator.Sql.Ast;
using Odps.Net.Emulator.Sql.Binding;
using Odps.Net.Emulator.Sql.Execution;
using Odps.Net.Emulator.Sql.Parsing;
using Odps.Net.Emulator.Storage;
using SQLitePCL;

namespace Odps.Net.Emulator.Sql;

/// <summary>
/// MaxCompute SQL over the tables of a <see cref="SqliteTableStore"/>: statements are parsed, bound by MaxCompute's rules, translated to SQLite and run there.
/// Each statement is one transaction. A script stops at its first failure; what ran before stays.
/// </summary>
/// <remarks>
/// Where the service has a choice: whole numbers are BIGINT unless <c>odps.sql.type.system.odps2</c> is true, then INT where they fit; all types may be
/// used either way. Scans of whole partitioned tables and ORDER BY without LIMIT are allowed. <c>GROUP BY 1</c> and <c>ORDER BY 1</c> name output columns.
/// The time zone is UTC unless <c>odps.sql.timezone</c> names another. A text that cannot be cast gives NULL; a number that does not fit is an error.
/// </remarks>
internal sealed class SqlEngine : ISqlEngine
{
    private const int StepsBetweenLooks = 1000;

    private readonly SqliteTableStore _store;
    private readonly SqliteObjectStore _objects;
    private readonly SqliteFunctions _functions;

    public SqlEngine(SqliteTableStore store)
    {
        _store = store;
        _objects = new SqliteObjectStore(store);
        _functions = store.Transact(() => new SqliteFunctions(store.Connection));
    }

    public SqlResult Execute(SqlRequest request, CancellationToken cancellationToken)
    {
        List<Statement> statements = new Parser(request.Text).ParseScript();
        if (statements.Count == 0)
        {
            throw SqlErrors.Parse(new SourcePosition(1, 1), "there is no statement");
        }

        var session = new SqlSession(request, _store, _objects);
        SqlResult? result = null;
        foreach (Statement statement in statements)
        {
            cancellationToken.ThrowIfCancellationRequested();
            switch (statement)
            {
                case SetStatement set:
                    session.Set(set.Key, set.Value);
                    break;
                case UseStatement use:
                    session.Project = use.Project;
                    break;
                case AssignStatement assign:
                    session.Variables[assign.Name] = assign;
                    break;
                default:
                    result = Run(statement, session, cancellationToken);
                    break;
            }
        }

        return result ?? new SqlResult { Text = "OK" };
    }

    private SqlResult Run(Statement statement, SqlSession session, CancellationToken cancellationToken) => _store.Transact(() =>
    {
        sqlite3 handle = _store.Connection.Handle;
        try
        {
            raw.sqlite3_progress_handler(handle, StepsBetweenLooks, _ => cancellationToken.IsCancellationRequested ? 1 : 0, null);
            if (!_store.ProjectExists(session.Project))
            {
                throw StoreErrors.NoSuchProject(session.Project);
            }

            return new StatementExecutor(session, _functions, cancellationToken).Execute(statement);
        }
        catch (SqliteFailure) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (SqliteFailure e) when (e.IsReadOnly)
        {
            throw SqlErrors.ReadOnly();
        }
        catch (SqliteFailure e)
        {
            throw Translate(statement.Position, e);
        }
        catch (EmulatorException e)
        {
            throw SqlErrors.FromCatalog(statement.Position, e);
        }
        catch (Exception e) when (e is OverflowException or ArgumentOutOfRangeException)
        {
            // A function met a value beyond what it can hold, such as a year after 9999.
            throw SqlErrors.Overflow("a value leaves the range of its type");
        }
        finally
        {
            raw.sqlite3_progress_handler(handle, 0, null, null);
            _functions.Current = null;
        }
    });

    private static EmulatorException Translate(SourcePosition at, SqliteFailure failure)
    {
        if (failure.Message.Contains("integer overflow", StringComparison.Ordinal))
        {
            return SqlErrors.Overflow("sum is out of the range of BIGINT");
        }

        string[] limits = ["stack overflow", "too large", "too many", "too big"];
        return limits.Any(l => failure.Message.Contains(l, StringComparison.Ordinal))
            ? SqlErrors.Semantic(at, "the statement is too large or nested too deeply for the emulator")
            : new EmulatorException("ODPS-0010000", $"ODPS-0010000:System internal error - {failure.Message}", 500);
    }
}
