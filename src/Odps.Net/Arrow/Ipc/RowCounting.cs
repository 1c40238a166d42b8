using System.Globalization;

namespace Odps.Net.Arrow;

/// <summary>Compares the rows that came with those that were expected.</summary>
internal static class RowCounting
{
    /// <summary>The count with a batch added; the batch is disposed when it has too many rows.</summary>
    public static long Add(ArrowReadOptions options, long rows, RecordBatch batch)
    {
        long sum = rows + batch.Length;
        if (options.ExpectedRowCount is long expected && sum > expected)
        {
            batch.Dispose();
            throw new OdpsDataException(string.Create(CultureInfo.InvariantCulture, $"with it the stream has {sum} rows; {expected} were expected"));
        }

        return sum;
    }

    public static void CheckEnd(ArrowReadOptions options, long rows, MessageReader messages)
    {
        if (options.ExpectedRowCount is long expected && rows < expected)
        {
            throw new OdpsStreamTruncatedException(
                string.Create(CultureInfo.InvariantCulture, $"The Arrow stream ends early, after {messages.Position} bytes and {messages.Count} messages: {rows} of {expected} rows were read."), rows) { Offset = messages.Position };
        }

        if (options.RequireEndMarker && !messages.EndMarkerSeen)
        {
            throw new OdpsStreamTruncatedException(
                string.Create(CultureInfo.InvariantCulture, $"The Arrow stream ends early, after {messages.Position} bytes and {messages.Count} messages, without its end marker. {rows} rows were read."), rows) { Offset = messages.Position };
        }
    }
}
