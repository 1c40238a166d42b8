using Odps.Net.Emulator.Sql;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator;

/// <summary>What an emulator remembers, and the engine that runs SQL over it. The tables own the database.</summary>
internal sealed record EmulatorStorage(ITableStore Tables, IObjectStore Objects, ISqlEngine Sql, IdSource Ids)
{
    private const string DatabaseFile = "emulator.db";

    /// <summary>Opens the storage that the options ask for.</summary>
    public static EmulatorStorage Open(OdpsEmulatorOptions options)
    {
        if (options.DataDirectory is not null)
        {
            Directory.CreateDirectory(options.DataDirectory);
        }

        var ids = new IdSource(options.IdSeed);
        string? file = options.DataDirectory is null ? null : Path.Combine(options.DataDirectory, DatabaseFile);
        var tables = new SqliteTableStore(file, options.Clock, ids);
        var storage = new EmulatorStorage(tables, new SqliteObjectStore(tables), new SqlEngine(tables), ids);
        if (options.IsReadOnly)
        {
            tables.Connection.MakeReadOnly();
        }

        return storage;
    }
}
