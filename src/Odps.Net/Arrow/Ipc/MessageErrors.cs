using System.Globalization;

namespace Odps.Net.Arrow;

/// <summary>Says of an error in a message which message it is.</summary>
internal static class MessageErrors
{
    public static OdpsDataException Locate(in IpcMessage message, OdpsDataException cause, long? row) => cause.Offset is not null
        ? cause
        : new OdpsDataException(
            string.Create(CultureInfo.InvariantCulture, $"Message {message.Number} of the Arrow stream, which starts at byte {message.Offset}, cannot be read: {cause.Message}"), cause)
        {
            Column = cause.Column,
            Row = cause.Row ?? row,
            Offset = message.Offset,
        };
}
