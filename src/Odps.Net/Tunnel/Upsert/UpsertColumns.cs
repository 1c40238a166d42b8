using Odps.Net.Tunnel.Wire;

namespace Odps.Net.Tunnel;

/// <summary>
/// The columns of the rows of an upsert packet: those of the table, and behind them five that say what is to be done. Two of the five are written: the
/// operation, and the list of the columns that it changes, of which an empty one stands for all.
/// </summary>
internal sealed class UpsertColumns
{
    public const long Upsert = 'U';
    public const long Delete = 'D';

    private readonly RecordSlot _changed;

    /// <param name="columns">The columns of the table.</param>
    /// <param name="changed">The ids of the columns that an upsert changes; empty for all.</param>
    public UpsertColumns(ColumnCollection columns, IReadOnlyList<long> changed)
    {
        var list = new Column("__value_cols", OdpsType.Parse("array<bigint>"));

        // Which columns may be left out depends on the operation, which is known only at the end of a row.
        Wire = new ColumnCollection(
        [
            .. columns.Select(c => c with { IsNullable = true }),
            new Column("__version", OdpsType.BigInt),
            new Column("__app_version", OdpsType.BigInt),
            new Column("__operation", OdpsType.TinyInt),
            new Column("__key_cols", OdpsType.Parse("array<bigint>")),
            list,
        ]);
        _changed = SlotConversion.ToSlot(list, changed.ToArray());
        All = SlotConversion.ToSlot(list, Array.Empty<long>());
        Operation = columns.Count + 2;
        Changed = columns.Count + 4;
    }

    public ColumnCollection Wire { get; }

    private int Operation { get; }

    private int Changed { get; }

    private RecordSlot All { get; }

    /// <summary>Sets what is to be done with the row that an encoder is writing, and ends it.</summary>
    public void EndRow(RecordStreamEncoder encoder, long operation)
    {
        encoder.SetInt64(Operation, operation);
        encoder.SetSlot(Changed, operation == Upsert ? _changed : All);
        encoder.EndRow();
    }
}
