namespace Odps.Net.Emulator.Storage;

/// <summary>SQLite refused a statement: out of space, a limit, an interrupt, or a defect of the emulator.</summary>
internal sealed class SqliteFailure(int code, string message) : Exception(message)
{
    /// <summary>The SQLite result code.</summary>
    public int Code { get; } = code;

    /// <summary>Whether a change was refused because the emulator is read-only.</summary>
    public bool IsReadOnly => (Code & 0xFF) == SQLitePCL.raw.SQLITE_READONLY;
}
