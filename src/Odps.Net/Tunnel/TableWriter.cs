namespace Odps.Net.Tunnel;

/// <summary>
/// Writes rows to a table or partition: an upload session with one buffered writer. <see cref="CompleteAsync"/> commits; disposing of the writer without it
/// commits nothing. Not thread-safe.
/// </summary>
public sealed class TableWriter : IAsyncDisposable
{
    internal TableWriter(TableUploadSession session, BufferedWriterOptions? blocks)
    {
        Session = session;
        Rows = session.OpenBufferedRecordWriter(blocks);
    }

    /// <summary>The upload session, with its id and schema.</summary>
    public TableUploadSession Session { get; }

    /// <summary>The columns of the rows to write.</summary>
    public ColumnCollection Columns => Session.Columns;

    /// <summary>The setters, for writing without an object per row: set the values, then <see cref="RecordWriter.WriteRowAsync"/>.</summary>
    public RecordWriter Rows { get; }

    /// <summary>Makes a record for a row of this table, with all values NULL. Costs no call.</summary>
    public Record NewRecord() => Session.NewRecord();

    /// <summary>Writes a record as a row; see <see cref="RecordWriter.WriteAsync"/>. Waits only while all senders are busy with earlier blocks.</summary>
    /// <param name="record">The record; its columns have the types of the table's columns, in the same order.</param>
    /// <param name="cancellationToken">Cancels the wait; the writer cannot go on afterwards.</param>
    /// <exception cref="OdpsDataException">A value does not fit; the message names row, column, type and value. The rows before it are not touched.</exception>
    public ValueTask WriteAsync(Record record, CancellationToken cancellationToken = default) => Rows.WriteAsync(record, cancellationToken);

    /// <summary>Sends what is left and commits: all rows become visible together. The requests of the blocks that are left, and two.</summary>
    /// <param name="cancellationToken">Cancels the sending; nothing is committed then, unless the commit was under way.</param>
    /// <returns>The rows and bytes that were committed.</returns>
    /// <exception cref="OdpsOutcomeUnknownException">
    /// The answer to the commit was lost, and asking did not tell what became of it; <see cref="TableUploadSession.CommitAsync"/> of <see cref="Session"/> asks again.
    /// </exception>
    /// <exception cref="OdpsException">Nothing was committed.</exception>
    public async Task<RecordWriteResult> CompleteAsync(CancellationToken cancellationToken = default)
    {
        RecordWriteResult result = await Rows.CompleteAsync(cancellationToken).ConfigureAwait(false);
        await Session.CommitAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        return result;
    }

    /// <summary>Gives up what is not committed, and releases the memory.</summary>
    public ValueTask DisposeAsync() => Rows.DisposeAsync();
}
