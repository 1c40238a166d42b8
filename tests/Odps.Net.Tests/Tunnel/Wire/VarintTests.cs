using Odps.Net.Tunnel.Wire;

namespace Odps.Net.Tests.Tunnel.Wire;

public sealed class VarintTests
{
    private const int Slack = 16;

    public static TheoryData<ulong> Edges
    {
        get
        {
            var numbers = new HashSet<ulong> { 0, ulong.MaxValue };
            for (int bits = 0; bits < 64; bits++)
            {
                numbers.Add(1UL << bits);
                numbers.Add((1UL << bits) - 1);
                numbers.Add(ulong.MaxValue << bits);
            }

            return [.. numbers];
        }
    }

    [Theory]
    [MemberData(nameof(Edges))]
    public void Number_is_read_back_in_both_ways_with_the_length_that_was_written(ulong number)
    {
        byte[] buffer = new byte[Varint.MaxLength + Slack];
        buffer.AsSpan().Fill(0xFF);
        int length = Varint.Write(ref buffer[0], 0, number);
        Assert.Equal(Varint.Length(number), length);

        nint position = 0;
        Assert.Equal(number, Varint.Read(ref buffer[0], ref position));
        Assert.Equal(length, position);
        Assert.Equal(number, Varint.ReadAt(ref buffer[0], out nint read));
        Assert.Equal(length, read);
    }

    [Theory]
    [InlineData("ffffffffffffffffff02")]
    [InlineData("ffffffffffffffffff7f")]
    [InlineData("8080808080808080808000")]
    [InlineData("ffffffffffffffffffff01")]
    public void Number_of_more_than_64_bits_is_told_in_both_ways(string hex)
    {
        byte[] buffer = [.. Convert.FromHexString(hex), .. new byte[Slack]];
        nint position = 0;
        Varint.Read(ref buffer[0], ref position);
        Assert.True(position < 0);
        Varint.ReadAt(ref buffer[0], out nint length);
        Assert.Equal(0, length);
    }

    [Fact]
    public void Groups_of_bits_are_moved_the_same_way_by_shifts_and_by_instructions()
    {
        var random = new Random(20261128);
        for (int i = 0; i < 10_000; i++)
        {
            ulong number = (ulong)random.NextInt64() >> (8 + random.Next(56));
            ulong groups = BitGroups.ExpandByShifts(number);
            Assert.Equal(0UL, groups & 0x8080_8080_8080_8080);
            Assert.Equal(groups, BitGroups.Expand(number));
            Assert.Equal(number, BitGroups.CompressByShifts(groups));
            Assert.Equal(number, BitGroups.Compress(groups | 0x8080_8080_8080_8080));
        }
    }
}
