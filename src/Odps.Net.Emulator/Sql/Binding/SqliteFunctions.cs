using System.Text;
using Odps.Net.Emulator.Storage;
using SQLitePCL;

namespace Odps.Net.Emulator.Sql.Binding;

/// <summary>
/// The few functions that SQLite knows of: <c>f</c> and <c>v</c> call a body of the running statement, <c>a</c> is its aggregates, <c>p</c> packs cells. No
/// exception passes through SQLite; it is kept and thrown again by the connection.
/// </summary>
internal sealed class SqliteFunctions
{
    private const int AnyNumber = -1;

    private readonly SqliteConnection _connection;

    public SqliteFunctions(SqliteConnection connection)
    {
        _connection = connection;
        Create("f", raw.SQLITE_UTF8 | raw.SQLITE_DETERMINISTIC, (context, _, values) => Call(context, values));
        Create("v", raw.SQLITE_UTF8, (context, _, values) => Call(context, values));
        Create("p", raw.SQLITE_UTF8 | raw.SQLITE_DETERMINISTIC, (context, _, values) => SetResult(context, PackedCells.Pack(ReadAll(values))));
        Check(raw.sqlite3_create_function(_connection.Handle, "a", AnyNumber, raw.SQLITE_UTF8 | raw.SQLITE_DETERMINISTIC, null, Step, Finish));
    }

    /// <summary>The functions of the running statement.</summary>
    public CompiledFunctions? Current { get; set; }

    private void Create(string name, int flags, delegate_function_scalar body) =>
        Check(raw.sqlite3_create_function(_connection.Handle, name, AnyNumber, flags, null, body));

    private void Check(int code) => _connection.Check(code, "(registration of a function)");

    private void Call(sqlite3_context context, sqlite3_value[] values) => Guard(context, () =>
    {
        ScalarBody body = Current!.Scalar(raw.sqlite3_value_int(values[^1]));
        SetResult(context, body(ReadAll(values.AsSpan(0, values.Length - 1))));
    });

    private void Step(sqlite3_context context, object userData, sqlite3_value[] values) => Guard(context, () =>
    {
        if (context.state is not IAggregate aggregate)
        {
            aggregate = Current!.Aggregate(raw.sqlite3_value_int(values[0]))();
            context.state = aggregate;
        }

        aggregate.Step(ReadAll(values.AsSpan(1)));
    });

    private void Finish(sqlite3_context context, object userData) => Guard(context, () =>
    {
        // Without a row nothing tells which aggregate it is; where the result is then not NULL, the text of the statement says so.
        SetResult(context, (context.state as IAggregate)?.Finish());
    });

    private void Guard(sqlite3_context context, Action action)
    {
        try
        {
            action();
        }
        catch (OverflowException e)
        {
            Fail(context, SqlErrors.Overflow(e.Message));
        }
#pragma warning disable CA1031 // An exception that entered SQLite's frames would end the process.
        catch (Exception e)
        {
            Fail(context, e);
        }
#pragma warning restore CA1031
    }

    private void Fail(sqlite3_context context, Exception failure)
    {
        _connection.SetCallbackFailure(failure);
        raw.sqlite3_result_error(context, "a function failed");
    }

    private static object?[] ReadAll(ReadOnlySpan<sqlite3_value> values)
    {
        var cells = new object?[values.Length];
        for (int i = 0; i < cells.Length; i++)
        {
            sqlite3_value value = values[i];
            cells[i] = raw.sqlite3_value_type(value) switch
            {
                raw.SQLITE_INTEGER => raw.sqlite3_value_int64(value),
                raw.SQLITE_FLOAT => raw.sqlite3_value_double(value),
                raw.SQLITE_TEXT => Encoding.UTF8.GetString(raw.sqlite3_value_blob(value)),
                raw.SQLITE_BLOB => raw.sqlite3_value_blob(value).ToArray(),
                _ => null,
            };
        }

        return cells;
    }

    private static void SetResult(sqlite3_context context, object? cell)
    {
        switch (cell)
        {
            case null:
                raw.sqlite3_result_null(context);
                break;
            case long number:
                raw.sqlite3_result_int64(context, number);
                break;
            case double number:
                raw.sqlite3_result_double(context, number);
                break;
            case "":
                raw.sqlite3_result_text(context, "");
                break;
            case string text:
                raw.sqlite3_result_text(context, Encoding.UTF8.GetBytes(text));
                break;
            case byte[] { Length: 0 }:
                raw.sqlite3_result_zeroblob(context, 0);
                break;
            case byte[] bytes:
                raw.sqlite3_result_blob(context, bytes);
                break;
            default:
                throw new InvalidOperationException($"A function gave a {cell.GetType()}, which is not a cell.");
        }
    }
}
