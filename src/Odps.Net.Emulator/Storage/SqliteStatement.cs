using System.Text;
using SQLitePCL;

namespace Odps.Net.Emulator.Storage;

/// <summary>
/// A prepared statement. Values go in and out as cells, the five forms that SQLite keeps: null, long, double, string and byte[]. What a cell
/// means for a MaxCompute type is the matter of <see cref="StoredValues"/>.
/// </summary>
internal sealed class SqliteStatement(SqliteConnection connection, sqlite3_stmt handle, string text) : IDisposable
{
    public string Text { get; } = text;

    public int ColumnCount => raw.sqlite3_column_count(handle);

    /// <summary>The largest number of a parameter.</summary>
    public int ParameterCount => raw.sqlite3_bind_parameter_count(handle);

    public void Bind(int index, object? cell)
    {
        int code = cell switch
        {
            null => raw.sqlite3_bind_null(handle, index),
            long number => raw.sqlite3_bind_int64(handle, index, number),
            double number => raw.sqlite3_bind_double(handle, index, number),
            string s => BindText(index, s),
            byte[] { Length: 0 } => raw.sqlite3_bind_zeroblob(handle, index, 0),
            byte[] bytes => raw.sqlite3_bind_blob(handle, index, bytes),
            _ => throw new ArgumentException($"A value of type {cell.GetType()} is not a cell.", nameof(cell)),
        };
        connection.Check(code, Text);
    }

    public void Bind(ReadOnlySpan<object?> cells)
    {
        for (int i = 0; i < cells.Length; i++)
        {
            Bind(i + 1, cells[i]);
        }
    }

    /// <summary>Goes to the next row.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Step()
    {
        int code = raw.sqlite3_step(handle);
        switch (code)
        {
            case raw.SQLITE_ROW:
                return true;
            case raw.SQLITE_DONE:
                return false;
            default:
                connection.Check(code, Text);
                return false;
        }
    }

    public long GetInt64(int column) => raw.sqlite3_column_int64(handle, column);

    public string GetText(int column) => Encoding.UTF8.GetString(raw.sqlite3_column_blob(handle, column));

    public object? GetCell(int column) => raw.sqlite3_column_type(handle, column) switch
    {
        raw.SQLITE_INTEGER => raw.sqlite3_column_int64(handle, column),
        raw.SQLITE_FLOAT => raw.sqlite3_column_double(handle, column),
        raw.SQLITE_TEXT => GetText(column),
        raw.SQLITE_BLOB => raw.sqlite3_column_blob(handle, column).ToArray(),
        _ => null,
    };

    public void Reset()
    {
        raw.sqlite3_reset(handle);
        raw.sqlite3_clear_bindings(handle);
    }

    /// <summary>Gives the statement back to the connection, which may use it again.</summary>
    public void Dispose() => connection.Return(this);

    public void Finish() => raw.sqlite3_finalize(handle);

    private int BindText(int index, string text)
    {
        // The terminator is part of the buffer, so that an empty text is not taken for a null pointer.
        byte[] bytes = new byte[Encoding.UTF8.GetByteCount(text) + 1];
        int length = Encoding.UTF8.GetBytes(text, bytes);
        return length == 0
            ? raw.sqlite3_bind_text(handle, index, "")
            : raw.sqlite3_bind_text(handle, index, bytes.AsSpan(0, length));
    }
}
