namespace Odps.Net;

/// <summary>A data stream ended before its footer: rows are missing. The rows read so far were verified.</summary>
public class OdpsStreamTruncatedException : OdpsDataException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was being read and how much of it arrived.</param>
    /// <param name="rowsRead">How many complete, verified rows arrived.</param>
    /// <param name="innerException">The cause, or <see langword="null"/>.</param>
    public OdpsStreamTruncatedException(string message, long rowsRead, Exception? innerException = null)
        : base(message, innerException)
    {
        RowsRead = rowsRead;
    }

    /// <summary>How many complete, verified rows arrived before the stream ended.</summary>
    public long RowsRead { get; }

    /// <inheritdoc/>
    public override bool IsTransient => true;
}
