using Odps.Net.Tunnel;

namespace Odps.Net.IntegrationTests.Tunnel;

/// <summary>What a buffered writer says it has written.</summary>
public sealed class BufferedWriterResultTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private const int Rows = 20_000;

    [Theory]
    [InlineData(50_000, 3)]
    [InlineData(50_000_000, 1)]
    public async Task Rows_and_bytes_of_all_blocks_are_counted_once(long blockSize, int leastBlocks)
    {
        Table table = await fixture.Client.Tables.CreateAsync(fixture.NewTableName(), "id bigint, name string");
        await using TableUploadSession upload = await fixture.Client.Tunnel.CreateUploadSessionAsync(table);
        RecordWriteResult result;
        await using (RecordWriter writer = upload.OpenBufferedRecordWriter(new BufferedWriterOptions { BlockSize = blockSize }))
        {
            for (int row = 0; row < Rows; row++)
            {
                Assert.Equal(row, writer.RowsWritten);
                writer.SetInt64(0, row);
                writer.SetString(1, "name");
                await writer.WriteRowAsync();
            }

            result = await writer.CompleteAsync();
            Assert.Equal((writer.RowsWritten, writer.BytesWritten), (result.Rows, result.Bytes));
        }

        Assert.Equal(Rows, result.Rows);
        IReadOnlyList<UploadedBlock> blocks = await upload.GetBlocksAsync();
        Assert.InRange(blocks.Count, leastBlocks, TableUploadSession.MaxBlocks);
        await upload.CommitAsync();

        TableDownloadSession download = await fixture.Client.Tunnel.CreateDownloadSessionAsync(table);
        Assert.Equal(Rows, download.RecordCount);
        await using RecordReader reader = await download.OpenRecordReaderAsync();
        while (await reader.ReadAsync())
        {
        }

        // A block costs a footer of its own, and a download brings the server's metrics.
        Assert.InRange(result.Bytes, reader.BytesRead - 256, reader.BytesRead + (32 * blocks.Count));
    }
}
