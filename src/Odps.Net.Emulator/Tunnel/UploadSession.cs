using System.Text.Json;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Rest;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Tunnel;

/// <summary>An upload session: blocks of rows that come into the table together, when the session is committed. Thread-safe.</summary>
internal sealed class UploadSession(string id, DateTimeOffset created, string owner, TunnelTable target, bool isOverwrite, string quotaName) : ITunnelSession
{
    /// <summary>The most bytes of a STRING or BINARY, which clients check.</summary>
    private const int MaxFieldSize = 8 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, Block> _blocks = [];
    private bool _isCommitted;

    public string Id => id;

    public DateTimeOffset Created => created;

    public TunnelTable Target => target;

    public long HeldValues
    {
        get
        {
            lock (_lock)
            {
                return _blocks.Values.Sum(b => (long)b.Rows.Count) * target.Table.Schema.Columns.Count;
            }
        }
    }

    /// <summary>Takes a block; an earlier one of the same id is replaced.</summary>
    public void Put(int blockId, IReadOnlyList<object?[]> rows, DateTimeOffset time)
    {
        lock (_lock)
        {
            if (_isCommitted)
            {
                throw new EmulatorException("StatusConflict", $"The upload session {id} is committed and takes no more blocks.", 409);
            }

            _blocks[blockId] = new Block(rows, time);
        }
    }

    /// <summary>Writes the rows of all blocks in the order of the block ids. A session that is committed already is left as it is, so that a client may ask again.</summary>
    public void Commit(ITableStore store)
    {
        lock (_lock)
        {
            if (_isCommitted)
            {
                return;
            }

            TableDefinition table = target.Table;
            TableDefinition? now = store.FindTable(table.Project, table.SchemaName, table.Name);
            if (now is null || now.TableId != table.TableId)
            {
                throw new EmulatorException("NoSuchTable", $"The table {table.Project}.{table.Name} was dropped since the upload session {id} was created.", 404);
            }

            if (now.SchemaVersion != table.SchemaVersion)
            {
                throw new EmulatorException("TableModified", $"The columns of {table.Project}.{table.Name} have changed since the upload session {id} was created.", 409);
            }

            store.Write(now, target.Partition, _blocks.Values.SelectMany(b => b.Rows), isOverwrite);
            _isCommitted = true;
            foreach (int blockId in (int[])[.. _blocks.Keys])
            {
                // The rows are in the table now; what remains is the list of blocks.
                _blocks[blockId] = _blocks[blockId] with { Rows = [], RowCount = _blocks[blockId].RowCount };
            }
        }
    }

    public ServiceResponse Describe(bool isExpired, bool withBlocks = true)
    {
        lock (_lock)
        {
            string status = _isCommitted ? "closed" : isExpired ? "expired" : "normal";
            return ServiceResponse.Json(json => Write(json, status, withBlocks));
        }
    }

    private void Write(Utf8JsonWriter json, string status, bool withBlocks)
    {
        json.WriteStartObject();
        json.WriteString("UploadID"u8, id);
        json.WriteString("Status"u8, status);
        json.WriteString("Owner"u8, owner);
        json.WriteString("Initiated"u8, ServiceXml.HttpDate(created));
        json.WriteNumber("MaxFieldSize"u8, MaxFieldSize);
        json.WriteString("QuotaName"u8, quotaName);
        json.WriteBoolean("IsOverwrite"u8, isOverwrite);
        TableJson.WriteTunnelSchema(json, "Schema", target.Table.Schema.Columns, target.Table.Schema.PartitionColumns, isView: false);
        json.WriteStartArray("UploadedBlockList"u8);
        foreach ((int blockId, Block block) in withBlocks ? _blocks : [])
        {
            json.WriteStartObject();
            json.WriteNumber("BlockID"u8, blockId);
            json.WriteNumber("CreateTime"u8, block.Time.ToUnixTimeSeconds());
            json.WriteString("Date"u8, ServiceXml.HttpDate(block.Time));
            json.WriteString("FileName"u8, $"{id}_{blockId}");
            json.WriteNumber("RecordCount"u8, block.RowCount);
            json.WriteNumber("Version"u8, 0);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private sealed record Block(IReadOnlyList<object?[]> Rows, DateTimeOffset Time)
    {
        public int RowCount { get; init; } = Rows.Count;
    }
}
