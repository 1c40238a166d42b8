using Odps.Net.Tunnel;

namespace Odps.Net.Tests.Tunnel.Wire;

/// <summary>The rows of a reader as an enumeration.</summary>
public sealed class RecordRowsTests
{
    [Fact]
    public async Task Records_end_with_the_token_that_was_cancelled_when_there_are_two()
    {
        using var ofCall = new CancellationTokenSource();
        using var ofLoop = new CancellationTokenSource();
        ColumnCollection columns = RecordStreams.Columns("bigint");
        await using RecordReader reader = RecordStreams.Open(RecordStreams.Write(columns, new Record(columns, 1L), new Record(columns, 2L)), columns);
        await using IAsyncEnumerator<Record> rows = reader.ReadRecordsAsync(ofCall.Token).GetAsyncEnumerator(ofLoop.Token);
        Assert.True(await rows.MoveNextAsync());
        await ofLoop.CancelAsync();
        OperationCanceledException ended = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await rows.MoveNextAsync());
        Assert.Equal(ofLoop.Token, ended.CancellationToken);
    }
}
