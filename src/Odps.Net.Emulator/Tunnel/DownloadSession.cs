using System.Text.Json;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Rest;

namespace Odps.Net.Emulator.Tunnel;

/// <summary>A download session over a table, a partition or the result of an instance: rows that do not change any more, whatever happens to the table.</summary>
internal sealed class DownloadSession : ITunnelSession
{
    /// <summary>How many values the sessions of one kind may hold together: some hundred megabytes.</summary>
    public const long MaxHeldValues = 20_000_000;

    private long _rowCount;

    public required string Id { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>What it was made for, path and partition; requests for anything else do not find it.</summary>
    public required string Scope { get; init; }

    public required string Owner { get; init; }

    public required ColumnCollection Columns { get; init; }

    public ColumnCollection PartitionColumns { get; init; } = ColumnCollection.Empty;

    /// <summary>Whether the rows are the result of an instance, not of a table.</summary>
    public bool IsOfInstance { get; init; }

    public string QuotaName { get; init; } = "default";

    /// <summary>The rows, once they have been copied.</summary>
    public required Task<IReadOnlyList<object?[]>> Rows
    {
        get;
        init => field = CountAsync(value);
    }

    /// <summary>As long as the rows are still being copied they do not count.</summary>
    public long HeldValues => Volatile.Read(ref _rowCount) * Columns.Count;

    /// <summary>The session document.</summary>
    /// <param name="isExpired">Whether the session's day is over.</param>
    /// <param name="isInitiating">Whether to say that the session is still being made, which an asynchronous creation does first.</param>
    public async Task<ServiceResponse> DescribeAsync(bool isExpired, bool isInitiating = false)
    {
        long rowCount = isInitiating || !Rows.IsCompleted ? 0 : (await Rows.ConfigureAwait(false)).Count;
        string status = isExpired ? "expired" : isInitiating || !Rows.IsCompleted ? "initiating" : "normal";
        return ServiceResponse.Json(json => Write(json, status, rowCount));
    }

    private async Task<IReadOnlyList<object?[]>> CountAsync(Task<IReadOnlyList<object?[]>> rows)
    {
        IReadOnlyList<object?[]> copied = await rows.ConfigureAwait(false);
        Volatile.Write(ref _rowCount, copied.Count);
        return copied;
    }

    private void Write(Utf8JsonWriter json, string status, long rowCount)
    {
        json.WriteStartObject();
        json.WriteString("DownloadID"u8, Id);
        json.WriteString("Status"u8, status);
        json.WriteNumber("RecordCount"u8, rowCount);
        json.WriteString("Owner"u8, Owner);
        json.WriteString("Initiated"u8, ServiceXml.HttpDate(Created));
        json.WriteString("QuotaName"u8, QuotaName);
        json.WriteBoolean("SupportReadByRawSize"u8, true);
        TableJson.WriteTunnelSchema(json, "Schema", Columns, PartitionColumns, isView: false);
        json.WriteEndObject();
    }
}
