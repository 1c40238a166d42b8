using System.Runtime.CompilerServices;
using Odps.Net.Tunnel;

namespace Odps.Net;

/// <content>Reading and writing the rows of the table in one call. <see cref="TunnelOperations"/> has the parts of which these are made.</content>
public sealed partial class Table
{
    private TunnelOperations Tunnel => new(Scope);

    /// <summary>
    /// The rows of the table, or of one of its partitions, through the data tunnel: several ranges at a time, in order unless the options say otherwise. A
    /// download session when the enumeration begins (a request or a few), and one request for each range. Broken connections are gone on after at the last
    /// verified row; ending the enumeration early ends the transfer.
    /// </summary>
    /// <param name="partition">The partition, all of its keys; required for a partitioned table. Default: none.</param>
    /// <param name="options">Rows and columns, parallelism, order, memory, progress. Default: those of <see cref="ParallelDownloadOptions"/>, which read everything.</param>
    /// <param name="session">Quota, tags, compression. Default: those of <see cref="DownloadSessionOptions"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The rows as objects that can be kept.</returns>
    /// <exception cref="OdpsNotFoundException">There is no such table or partition.</exception>
    public async IAsyncEnumerable<Record> ReadAsync(
        PartitionSpec? partition = null,
        ParallelDownloadOptions? options = null,
        DownloadSessionOptions? session = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        TableDownloadSession download = await Tunnel.CreateDownloadSessionAsync(this, partition, session, cancellationToken).ConfigureAwait(false);
        await foreach (Record row in download.ReadRecordsAsync(options, cancellationToken).ConfigureAwait(false))
        {
            yield return row;
        }
    }

    /// <summary>
    /// Opens a cursor over rows of the table, or of one of its partitions: the fast way, without an object per row. A download session (a request or a few), and
    /// one request, whose body arrives while it is read.
    /// </summary>
    /// <param name="partition">The partition, all of its keys; required for a partitioned table. Default: none.</param>
    /// <param name="options">Rows and columns. Default: those of <see cref="RecordReaderOptions"/>, which read everything.</param>
    /// <param name="session">Quota, tags, compression. Default: those of <see cref="DownloadSessionOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <returns>The reader, to be disposed; disposing it early ends the transfer.</returns>
    /// <exception cref="OdpsNotFoundException">There is no such table or partition.</exception>
    public async Task<RecordReader> OpenReaderAsync(
        PartitionSpec? partition = null, RecordReaderOptions? options = null, DownloadSessionOptions? session = null, CancellationToken cancellationToken = default)
    {
        TableDownloadSession download = await Tunnel.CreateDownloadSessionAsync(this, partition, session, cancellationToken).ConfigureAwait(false);
        return await download.OpenRecordReaderAsync(options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Writes rows to the table, or to one of its partitions, through the data tunnel: in blocks that are sent in parallel while further rows are taken, and then
    /// committed. All rows become visible together, or none. One request for the session, one for each block, two for the commit.
    /// </summary>
    /// <param name="rows">The rows; each may be changed again as soon as the next one was asked for. Their columns have the types of the table's columns, in the same order.</param>
    /// <param name="partition">The partition, all of its keys; required for a partitioned table. Default: none.</param>
    /// <param name="options">Overwriting, creating the partition, quota, compression. Default: those of <see cref="UploadSessionOptions"/>, which append.</param>
    /// <param name="blocks">Size of blocks, parallelism, progress. Default: those of <see cref="BufferedWriterOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the writing; nothing is committed then, unless the commit was under way.</param>
    /// <returns>The rows and bytes that were committed.</returns>
    /// <exception cref="OdpsNotFoundException">There is no such table or partition.</exception>
    /// <exception cref="OdpsDataException">A value does not fit its column; the message names row, column and value. Nothing was committed.</exception>
    /// <exception cref="OdpsOutcomeUnknownException">The answer to the commit was lost, and asking did not tell what became of it.</exception>
    public Task<RecordWriteResult> WriteAsync(
        IAsyncEnumerable<Record> rows,
        PartitionSpec? partition = null,
        UploadSessionOptions? options = null,
        BufferedWriterOptions? blocks = null,
        CancellationToken cancellationToken = default) => Tunnel.UploadAsync(this, rows, partition, options, blocks, cancellationToken);

    /// <summary>
    /// Writes rows that are at hand, like <see cref="WriteAsync(IAsyncEnumerable{Record}, PartitionSpec?, UploadSessionOptions?, BufferedWriterOptions?, CancellationToken)"/>, at
    /// the same cost.
    /// </summary>
    /// <param name="rows">The rows. Their columns have the types of the table's columns, in the same order.</param>
    /// <param name="partition">The partition, all of its keys; required for a partitioned table. Default: none.</param>
    /// <param name="options">Overwriting, creating the partition, quota, compression. Default: those of <see cref="UploadSessionOptions"/>, which append.</param>
    /// <param name="blocks">Size of blocks, parallelism, progress. Default: those of <see cref="BufferedWriterOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the writing; nothing is committed then, unless the commit was under way.</param>
    /// <returns>The rows and bytes that were committed.</returns>
    public async Task<RecordWriteResult> WriteAsync(
        IEnumerable<Record> rows,
        PartitionSpec? partition = null,
        UploadSessionOptions? options = null,
        BufferedWriterOptions? blocks = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        TableWriter writer = await OpenWriterAsync(partition, options, blocks, cancellationToken).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            foreach (Record row in rows)
            {
                await writer.WriteAsync(row, cancellationToken).ConfigureAwait(false);
            }

            return await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Opens a writer to the table, or to one of its partitions, whose rows become visible together when it is completed. One request for the session; blocks are
    /// sent in the background while rows are written.
    /// </summary>
    /// <param name="partition">The partition, all of its keys; required for a partitioned table. Default: none.</param>
    /// <param name="options">Overwriting, creating the partition, quota, compression. Default: those of <see cref="UploadSessionOptions"/>, which append.</param>
    /// <param name="blocks">Size of blocks, parallelism, progress. Default: those of <see cref="BufferedWriterOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The writer, to be completed and disposed; disposing it without completing commits nothing.</returns>
    /// <exception cref="OdpsNotFoundException">There is no such table or partition.</exception>
    public async Task<TableWriter> OpenWriterAsync(
        PartitionSpec? partition = null, UploadSessionOptions? options = null, BufferedWriterOptions? blocks = null, CancellationToken cancellationToken = default)
    {
        TableUploadSession upload = await Tunnel.CreateUploadSessionAsync(this, partition, options, cancellationToken).ConfigureAwait(false);
        return new TableWriter(upload, blocks);
    }
}
