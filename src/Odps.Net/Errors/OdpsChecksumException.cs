namespace Odps.Net;

/// <summary>
/// A checksum in a data stream does not match the data: the bytes were changed on the way. Nothing of the row or chunk concerned was
/// handed out as good.
/// </summary>
public class OdpsChecksumException : OdpsDataException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which checksum, where, and both values.</param>
    /// <param name="innerException">The cause, or <see langword="null"/>.</param>
    public OdpsChecksumException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <inheritdoc/>
    public override bool IsTransient => true;
}
