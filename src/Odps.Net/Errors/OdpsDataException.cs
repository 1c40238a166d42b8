namespace Odps.Net;

/// <summary>
/// Bytes or values are not what the protocol or the schema says: a malformed stream, a value that does not fit its column, an answer that
/// cannot be parsed. Its kinds are <see cref="OdpsChecksumException"/> and <see cref="OdpsStreamTruncatedException"/>.
/// </summary>
public class OdpsDataException : OdpsException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was being read or written, where, what was expected and what was found.</param>
    /// <param name="innerException">The cause, or <see langword="null"/>.</param>
    public OdpsDataException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>The zero-based row within the stream that was read or written; <see langword="null"/> when no row is concerned.</summary>
    public long? Row { get; init; }

    /// <summary>The name of the column; <see langword="null"/> when no column is concerned.</summary>
    public string? Column { get; init; }

    /// <summary>The zero-based offset in the uncompressed stream, in bytes; <see langword="null"/> when it is not known.</summary>
    public long? Offset { get; init; }
}
