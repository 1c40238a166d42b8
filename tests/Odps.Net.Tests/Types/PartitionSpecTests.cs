namespace Odps.Net.Tests.Types;

public sealed class PartitionSpecTests
{
    [Theory]
    [InlineData("dt=20260101", "dt='20260101'")]
    [InlineData("dt='20260101',region=\"cn\"", "dt='20260101',region='cn'")]
    [InlineData("dt=20260101/region=cn", "dt='20260101',region='cn'")]
    [InlineData(" dt = 2026 , `region` = 'c n' ", "dt='2026',region='c n'")]
    [InlineData("a='x,y/z=1'", "a='x,y/z=1'")]
    [InlineData("a='it\\'s',b='back\\\\slash'", "a='it\\'s',b='back\\\\slash'")]
    [InlineData("a='中文'", "a='中文'")]
    public void A_spec_is_read_and_written_again(string text, string written)
    {
        var spec = PartitionSpec.Parse(text);
        Assert.Equal(written, spec.ToString());
        Assert.Equal(spec, PartitionSpec.Parse(spec.ToString()));
        Assert.Equal(spec.GetHashCode(), PartitionSpec.Parse(written).GetHashCode());
        Assert.True(PartitionSpec.TryParse(text, out PartitionSpec? again));
        Assert.Equal(spec, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("dt")]
    [InlineData("dt=")]
    [InlineData("=1")]
    [InlineData("dt=''")]
    [InlineData("dt='1")]
    [InlineData("dt='1'x")]
    [InlineData("dt=1,dt=2")]
    [InlineData("dt=1,DT=2")]
    [InlineData("dt=a=b")]
    [InlineData("dt=1,")]
    [InlineData("dt='1',")]
    public void Text_that_is_no_spec_is_refused(string text)
    {
        Assert.Throws<FormatException>(() => PartitionSpec.Parse(text));
        Assert.False(PartitionSpec.TryParse(text, out _));
    }

    [Fact]
    public void Keys_are_found_in_any_letter_case_and_order_counts()
    {
        var spec = new PartitionSpec(("dt", "1"), ("region", "cn"));
        Assert.Equal("cn", spec["REGION"]);
        Assert.Throws<KeyNotFoundException>(() => spec["x"]);
        Assert.Equal(new PartitionSpec(("DT", "1"), ("Region", "cn")), spec);
        Assert.NotEqual(new PartitionSpec(("region", "cn"), ("dt", "1")), spec);
        Assert.True(new PartitionSpec(("region", "cn")).IsPartOf(spec));
        Assert.False(new PartitionSpec(("region", "us")).IsPartOf(spec));
        Assert.Equal(spec, (PartitionSpec?)"dt=1,region=cn");
    }

    [Fact]
    public void The_tunnel_takes_no_quotes()
    {
        Assert.Equal("dt=1,region=c n", PartitionSpec.Parse("dt=1,region='c n'").ToTunnelText());
        Assert.Throws<NotSupportedException>(() => new PartitionSpec(("a", "it's")).ToTunnelText());
        Assert.Throws<NotSupportedException>(() => new PartitionSpec(("a", "\"")).ToTunnelText());
    }
}
