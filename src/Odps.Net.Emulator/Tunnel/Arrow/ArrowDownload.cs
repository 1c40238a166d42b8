using System.Diagnostics;
using Odps.Net.Emulator.Http;

namespace Odps.Net.Emulator.Tunnel;

/// <summary>Answers the data requests of download sessions that ask for Arrow: a range of rows, some of the columns.</summary>
internal static class ArrowDownload
{
    public static async Task<ServiceResponse> AnswerAsync(ServiceRequest request, DownloadSession session)
    {
        long start = Stopwatch.GetTimestamp();
        IReadOnlyList<object?[]> rows = await session.Rows.ConfigureAwait(false);
        var range = RowRange.Parse(request.Find("rowrange"), rows.Count);
        int[] positions = Positions(request.Find("columns"), session.Columns);
        Column[] columns = Array.ConvertAll(positions, p => session.Columns[p]);
        ArrowForm form = session.IsOfInstance ? ArrowForm.Instance : ArrowForm.Table;
        return Answer(ArrowData.Framed(columns, rows, range, positions, form), ContentCoding.Accepted(request))
            .With("odps-tunnel-metrics", DownloadData.Metrics(Stopwatch.GetElapsedTime(start)));
    }

    /// <summary>An answer of pieces. The first is made before the answer begins, so that columns that cannot be sent are an error and not a broken connection.</summary>
    public static ServiceResponse Answer(IEnumerable<ReadOnlyMemory<byte>> pieces, ContentCoding? coding)
    {
        IEnumerator<ReadOnlyMemory<byte>> rest = pieces.GetEnumerator();
        bool hasPiece = rest.MoveNext();
        ServiceResponse response = new()
        {
            ContentType = "application/octet-stream",
            WriteBody = async (body, cancellationToken) =>
            {
                using IEnumerator<ReadOnlyMemory<byte>> all = rest;
                Stream output = coding?.OpenWrite!(body) ?? body;
                for (; hasPiece; hasPiece = all.MoveNext())
                {
                    await output.WriteAsync(all.Current, cancellationToken).ConfigureAwait(false);
                }

                if (coding is not null)
                {
                    await output.DisposeAsync().ConfigureAwait(false);
                }
            },
        };
        return response.With("Content-Encoding", coding?.Name);
    }

    /// <summary>The columns always travel in the order of the table, whatever that of the list.</summary>
    private static int[] Positions(string? list, ColumnCollection columns) => list is null
        ? [.. Enumerable.Range(0, columns.Count)]
        : [.. list.Split(',').Select(name => columns.IndexOf(name.Trim()) is var position and >= 0
            ? position
            : throw new EmulatorException("InvalidArgument", $"There is no column '{name}' among {string.Join(", ", columns.Select(c => c.Name))}.")).Distinct().Order()];
}
