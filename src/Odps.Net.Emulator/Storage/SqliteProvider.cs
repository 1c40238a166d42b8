using SQLitePCL;

namespace Odps.Net.Emulator.Storage;

/// <summary>
/// The way to the native library. The provider owns the delegates through which SQLite calls back; when it is replaced and collected, the process dies
/// at the next callback. So it is set once, one that the host has set is left in place, and ours is never let go.
/// </summary>
internal static class SqliteProvider
{
    private static readonly ISQLite3Provider Own = new SQLite3Provider_e_sqlite3();
    private static readonly Lock Gate = new();

    public static void EnsureSet()
    {
        lock (Gate)
        {
            if (!IsSet())
            {
                raw.SetProvider(Own);
            }
        }
    }

    private static bool IsSet()
    {
        try
        {
            return raw.sqlite3_libversion_number() > 0;
        }
#pragma warning disable CA1031 // The library throws a plain Exception while no provider is set.
        catch (Exception)
        {
            return false;
        }
#pragma warning restore CA1031
    }
}
