namespace Odps.Net.Tests.Tunnel.Wire;

public sealed class RecordStreamFuzzTests
{
    [Theory]
    [InlineData(20260101, 100_000)]
    [InlineData(7, 100_000)]
    public void Damaged_streams_end_in_an_error_that_says_where_or_at_their_verified_end(int seed, int streams)
    {
        var fuzzer = new RecordStreamFuzzer(seed);
        for (int number = 0; number < streams; number++)
        {
            fuzzer.Run(number);
        }

        Assert.Equal(streams, fuzzer.Streams);
        Assert.InRange(fuzzer.Errors, streams / 2, streams - 1);
        Assert.True(fuzzer.Rows > streams / 4, "Hardly any row was handed out, so that the getters were not tried.");
        Assert.True(fuzzer.Repairs > streams / 10, $"Only {fuzzer.Repairs} times damage came past a checksum.");
    }
}
