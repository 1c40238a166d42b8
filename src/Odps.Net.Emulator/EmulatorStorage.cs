using Odps.Net.Emulator.Sql;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator;

/// <summary>Opens the storage that the options ask for.</summary>
internal static class EmulatorStorage
{
    public static (ITableStore Store, ISqlEngine Sql) Open(OdpsEmulatorOptions options)
    {
        var store = new SqliteTableStore(options.DataFile, options.Clock);
        return (store, new SqlEngine(store));
    }
}
