using System.Globalization;

namespace Odps.Net.Tests.Types;

public sealed class TimeValueTests
{
    [Theory]
    [InlineData(0, 0, "1970-01-01T00:00:00.000000000")]
    [InlineData(-1, 999_999_999, "1969-12-31T23:59:59.999999999")]
    [InlineData(-62_135_596_800, 0, "0001-01-01T00:00:00.000000000")]
    [InlineData(253_402_300_799, 999_999_999, "9999-12-31T23:59:59.999999999")]
    [InlineData(-2_208_988_800, 123_456_789, "1900-01-01T00:00:00.123456789")]
    public void Time_stamps_are_written_in_ISO_form(long seconds, int nanoseconds, string text)
    {
        Assert.Equal(text + "Z", new OdpsTimestamp(seconds, nanoseconds).ToString());
        Assert.Equal(text, new OdpsTimestampNtz(seconds, nanoseconds).ToString());
    }

    [Theory]
    [InlineData(-62_135_596_801, 0)]
    [InlineData(253_402_300_800, 0)]
    [InlineData(0, -1)]
    [InlineData(0, 1_000_000_000)]
    public void Time_stamps_outside_their_range_are_refused(long seconds, int nanoseconds)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new OdpsTimestamp(seconds, nanoseconds));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OdpsTimestampNtz(seconds, nanoseconds));
    }

    [Fact]
    public void NET_times_pass_through_unchanged()
    {
        var random = new Random(3);
        for (int i = 0; i < 2000; i++)
        {
            var time = new DateTime(random.NextInt64(DateTime.MaxValue.Ticks + 1));
            var instant = new DateTimeOffset(time, TimeSpan.Zero);
            Assert.Equal(instant, OdpsTimestamp.FromDateTimeOffset(instant).ToDateTimeOffset());
            Assert.Equal(time, OdpsTimestampNtz.FromDateTime(time).ToDateTime());
            Assert.Equal(instant.ToUnixTimeMilliseconds(), EpochTime.ToMilliseconds(instant));
            Assert.Equal(DateOnly.FromDateTime(time), EpochTime.ToDate(EpochTime.ToDays(DateOnly.FromDateTime(time))));
            var span = TimeSpan.FromTicks(random.NextInt64(long.MinValue, long.MaxValue));
            Assert.Equal(span, IntervalDayTime.FromTimeSpan(span).ToTimeSpan());
        }

        Assert.Equal(DateTimeOffset.MaxValue, OdpsTimestamp.FromDateTimeOffset(DateTimeOffset.MaxValue).ToDateTimeOffset());
        Assert.Equal(TimeSpan.MaxValue, IntervalDayTime.FromTimeSpan(TimeSpan.MaxValue).ToTimeSpan());
        Assert.Equal(TimeSpan.MinValue, IntervalDayTime.FromTimeSpan(TimeSpan.MinValue).ToTimeSpan());
    }

    [Fact]
    public void An_instant_with_an_offset_is_the_same_instant_in_UTC()
    {
        var time = new DateTimeOffset(2024, 1, 1, 8, 0, 0, TimeSpan.FromHours(8));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(1_704_067_200), OdpsTimestamp.FromDateTimeOffset(time).ToDateTimeOffset());
        Assert.Equal(TimeSpan.Zero, OdpsTimestamp.FromDateTimeOffset(time).ToDateTimeOffset().Offset);
    }

    [Fact]
    public void Nanoseconds_are_not_cut_unless_that_is_asked_for()
    {
        var value = new OdpsTimestamp(0, 150);
        Assert.Throws<OverflowException>(() => value.ToDateTimeOffset());
        Assert.Equal(1, value.TruncateToDateTimeOffset().UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks);
        Assert.Throws<OverflowException>(() => new IntervalDayTime(0, 1).ToTimeSpan());
        Assert.Throws<OverflowException>(() => new IntervalDayTime(long.MaxValue).ToTimeSpan());
    }

    [Theory]
    [InlineData(-1, -500_000_000, -2, 500_000_000, "-0 00:00:01.500000000")]
    [InlineData(0, -1, -1, 999_999_999, "-0 00:00:00.000000001")]
    [InlineData(90_061, 5, 90_061, 5, "1 01:01:01.000000005")]
    [InlineData(-86_400, 0, -86_400, 0, "-1 00:00:00.000000000")]
    public void Intervals_add_seconds_and_nanoseconds_with_their_signs(long seconds, int nanoseconds, long wholeSeconds, int rest, string text)
    {
        var interval = new IntervalDayTime(seconds, nanoseconds);
        Assert.Equal((wholeSeconds, rest), (interval.Seconds, interval.Nanoseconds));
        Assert.Equal(text, interval.ToString());
        Assert.Equal(new IntervalDayTime(wholeSeconds, rest), interval);
    }

    [Fact]
    public void Intervals_outside_their_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new IntervalDayTime(0, 1_000_000_000));
        Assert.Throws<ArgumentOutOfRangeException>(() => new IntervalDayTime(0, int.MinValue));
        Assert.Throws<OverflowException>(() => new IntervalDayTime(long.MinValue, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new IntervalYearMonth(120_000));
        Assert.Equal("-9999-11", new IntervalYearMonth(-119_999).ToString());
        Assert.Equal("-0-3", new IntervalYearMonth(-3).ToString());
        Assert.True(new IntervalYearMonth(-3) < new IntervalYearMonth(1));
    }

    [Fact]
    public void Order_of_time_stamps_is_that_of_time()
    {
        OdpsTimestamp[] ordered = [new(-2, 5), new(-1, 0), new(-1, 1), new(0, 0), new(0, 7)];
        Assert.Equal(ordered, ordered.Reverse().Order());
        Assert.True(ordered[0] < ordered[1] && ordered[1] <= ordered[1] && ordered[2] > ordered[1]);
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"{ordered[0]:x}"), ordered[0].ToString());
    }

    [SkippableFact]
    public void The_clock_of_a_zone_and_instants_are_turned_into_each_other()
    {
        Skip.IfNot(TimeZoneInfo.TryFindSystemTimeZoneById("Asia/Shanghai", out TimeZoneInfo? zone), "The machine has no zone data.");
        Assert.Equal(new DateTime(9999, 12, 31, 23, 59, 59), WallClock.Of(new DateTimeOffset(9999, 12, 31, 15, 59, 59, TimeSpan.Zero), zone!));
        Assert.Throws<OverflowException>(() => WallClock.Of(DateTimeOffset.MaxValue, zone!));
        Assert.Throws<ArgumentException>(() => WallClock.ToInstant(DateTime.MinValue, zone!));
        Assert.Equal(new DateTimeOffset(1986, 7, 1, 0, 0, 0, TimeSpan.FromHours(9)), WallClock.ToInstant(new DateTime(1986, 7, 1), zone!));
    }
}
