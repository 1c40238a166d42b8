using Odps.Net.Emulator.Sql;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator;

/// <summary>What an emulator remembers, and the engine that runs SQL over it. The tables own the database.</summary>
internal sealed record EmulatorStorage(ITableStore Tables, IObjectStore Objects, ISqlEngine Sql)
{
    /// <summary>Opens the storage that the options ask for.</summary>
    public static EmulatorStorage Open(OdpsEmulatorOptions options)
    {
        var tables = new SqliteTableStore(options.DataFile, options.Clock);
        return new EmulatorStorage(tables, new SqliteObjectStore(tables), new SqlEngine(tables));
    }
}
