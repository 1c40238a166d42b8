using System.Globalization;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Tunnel;

/// <summary>What the packets of an upsert look like: the columns of the table, and behind them five that say what is to be done with the row.</summary>
internal sealed class UpsertLayout
{
    private const sbyte Upsert = (sbyte)'U';
    private const sbyte Delete = (sbyte)'D';

    private readonly ColumnCollection _columns;
    private readonly ColumnCollection _wire;
    private readonly int[] _keys;
    private readonly UpsertHash _hash;
    private readonly UpsertHash _unboundedHash;
    private readonly int _buckets;
    private readonly bool _allowsPartialUpdate;

    public UpsertLayout(TableDefinition table, bool hasLegacyHash, int buckets, bool allowsPartialUpdate)
    {
        _columns = table.Schema.Columns;
        _keys = [.. table.PrimaryKey.Select(_columns.GetOrdinal)];
        _hash = new UpsertHash(hasLegacyHash);
        _unboundedHash = new UpsertHash(hasLegacyHash, isUnbounded: true);
        _buckets = buckets;
        _allowsPartialUpdate = allowsPartialUpdate;

        // A deletion has no more than its key, so that which columns have to be there is seen later.
        var list = OdpsType.Parse("array<bigint>");
        _wire =
        [
            .. _columns.Select(c => c with { IsNullable = true }),
            new Column("__version", OdpsType.BigInt),
            new Column("__app_version", OdpsType.BigInt),
            new Column("__operation", OdpsType.TinyInt),
            new Column("__key_cols", list),
            new Column("__value_cols", list),
        ];
    }

    /// <summary>The changes in a packet.</summary>
    /// <exception cref="EmulatorException">The packet cannot be read, or a row is not one of the bucket.</exception>
    public List<RowChange> Read(byte[] packet, int bucket) =>
        [.. RecordStreamDecoder.Decode(packet, _wire, allowsBytesBehind: true).Select((row, i) => Read(row, i, bucket))];

    private RowChange Read(object?[] row, int number, int bucket)
    {
        bool isDelete = row[_columns.Count + 2] switch
        {
            Upsert => false,
            Delete => true,
            var other => throw Malformed(number, $"the operation '{other ?? "NULL"}', which is neither 85 (U) nor 68 (D)"),
        };
        object?[] values = row[.._columns.Count];
        var key = new object[_keys.Length];
        for (int i = 0; i < key.Length; i++)
        {
            key[i] = values[_keys[i]] ?? throw Malformed(number, $"NULL in the key column '{_columns[_keys[i]].Name}'");
        }

        Column[] keyColumns = Array.ConvertAll(_keys, k => _columns[k]);
        int own = _hash.Bucket(keyColumns, key, _buckets);
        if (own != bucket && _unboundedHash.Bucket(keyColumns, key, _buckets) != bucket)
        {
            throw Malformed(number, string.Create(CultureInfo.InvariantCulture, $"a key of bucket {own} of {_buckets} in a packet for bucket {bucket}"));
        }

        int[]? changed = Changed(row[^1] as object?[], number);
        if (!isDelete)
        {
            for (int i = 0; i < values.Length; i++)
            {
                if (values[i] is null && !_columns[i].IsNullable && changed?.Contains(i) != false)
                {
                    throw Malformed(number, $"NULL in the column '{_columns[i].Name}', which is NOT NULL");
                }
            }
        }

        return new RowChange(values, isDelete, isDelete ? null : changed);
    }

    /// <summary>The columns that a record changes; null for all. The id of a column is its position.</summary>
    private int[]? Changed(object?[]? ids, int number)
    {
        if (ids is null or [])
        {
            return null;
        }

        if (!_allowsPartialUpdate)
        {
            throw Malformed(number, "a list of columns to change, which the table does not allow");
        }

        return [.. ids.Select(id => id is long position && position >= 0 && position < _columns.Count
            ? (int)position
            : throw Malformed(number, $"the id '{id}' of a column to change"))];
    }

    private static EmulatorException Malformed(int number, string what) =>
        new("MalformedDataStream", string.Create(CultureInfo.InvariantCulture, $"Record {number} of the packet has {what}."));
}
