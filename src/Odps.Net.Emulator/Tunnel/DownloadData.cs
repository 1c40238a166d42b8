using System.Diagnostics;
using System.Globalization;
using Odps.Net.Emulator.Http;

namespace Odps.Net.Emulator.Tunnel;

/// <summary>Answers the data requests of download sessions: a range of rows, some of the columns, as a record stream.</summary>
internal static class DownloadData
{
    private const int PieceBytes = 64 * 1024;

    /// <summary>The version of the tunnel protocol since which clients understand metrics in the footer.</summary>
    private const int MetricsVersion = 6;

    public static async Task<ServiceResponse> AnswerAsync(ServiceRequest request, DownloadSession session)
    {
        if (request.Has("arrow"))
        {
            return await ArrowDownload.AnswerAsync(request, session).ConfigureAwait(false);
        }

        IReadOnlyList<object?[]> rows = await session.Rows.ConfigureAwait(false);
        var range = RowRange.Parse(request.Find("rowrange"), rows.Count);
        int[] positions = Positions(request.Find("columns"), session.Columns);
        long rawSize = request.Number("raw_size", request.Number("sizelimit", long.MaxValue));
        bool hasMetrics = int.TryParse(request.Header("x-odps-tunnel-version"), CultureInfo.InvariantCulture, out int version) && version >= MetricsVersion;
        ContentCoding? coding = ContentCoding.Accepted(request);
        ServiceResponse response = new()
        {
            ContentType = "application/octet-stream",
            WriteBody = async (body, cancellationToken) =>
            {
                Stream output = coding?.OpenWrite!(body) ?? body;
                foreach (ReadOnlyMemory<byte> piece in Pieces(session.Columns, rows, range, positions, rawSize, hasMetrics))
                {
                    await output.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
                }

                if (coding is not null)
                {
                    await output.DisposeAsync().ConfigureAwait(false);
                }
            },
        };
        return response.With("Content-Encoding", coding?.Name);
    }

    /// <summary>The record stream in pieces; each is valid until the next is asked for.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> Pieces(
        ColumnCollection columns, IReadOnlyList<object?[]> rows, RowRange range, int[] positions, long rawSize, bool hasMetrics)
    {
        long start = Stopwatch.GetTimestamp();
        var piece = new MemoryStream();

        // The numbers of the fields are the positions in the list that the client sent. A column may stand in it twice.
        var encoder = new RecordStreamEncoder([.. positions.Select(p => columns[p])], piece);
        long sent = 0;
        for (long i = range.Start; i < range.Start + range.Count && sent + piece.Length < rawSize; i++)
        {
            object?[] row = rows[(int)i];
            encoder.Write(Array.ConvertAll(positions, p => columns[p].Type.Kind == OdpsTypeKind.Char && row[p] is string text ? CharText.Pad(columns[p].Type, text) : row[p]));
            if (piece.Length >= PieceBytes)
            {
                sent += piece.Length;
                yield return piece.GetBuffer().AsMemory(0, (int)piece.Length);
                piece.SetLength(0);
            }
        }

        encoder.WriteFooter(hasMetrics ? Metrics(Stopwatch.GetElapsedTime(start)) : null);
        yield return piece.GetBuffer().AsMemory(0, (int)piece.Length);
    }

    /// <summary>What the server did for how long, in microseconds.</summary>
    public static string Metrics(TimeSpan elapsed) => ServiceResponse.JsonText(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("PanguIOCost"u8, 0);
        json.WriteNumber("ServerIOCost"u8, 0);
        json.WriteNumber("ServerTotalCost"u8, (long)elapsed.TotalMicroseconds);
        json.WriteNumber("RateLimitCost"u8, 0);
        json.WriteEndObject();
    });

    private static int[] Positions(string? list, ColumnCollection columns)
    {
        string[] names = list?.Split(',') ?? [.. columns.Select(c => c.Name)];
        return [.. names.Select(name => columns.IndexOf(name.Trim()) is var position and >= 0
            ? position
            : throw new EmulatorException("InvalidArgument", $"There is no column '{name}' among {string.Join(", ", columns.Select(c => c.Name))}."))];
    }
}
