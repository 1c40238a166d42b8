using System.Globalization;
using System.Numerics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Odps.Net.Tests.Types;

public sealed class OdpsDecimalTests
{
    private static readonly Config Config = Config.QuickThrowOnFailure.WithMaxTest(2000).WithReplay(20260102, 5);

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("0.00", "0.00")]
    [InlineData("1.50", "1.50")]
    [InlineData("+1.5", "1.5")]
    [InlineData("-12.5", "-12.5")]
    [InlineData(".5", "0.5")]
    [InlineData("5.", "5")]
    [InlineData("007.5", "7.5")]
    [InlineData("1E+3", "1000")]
    [InlineData("1e3", "1000")]
    [InlineData("1E-7", "0.0000001")]
    [InlineData("-2.5E-9", "-0.0000000025")]
    [InlineData("0E+50", "0")]
    [InlineData("0E-50", "0.00000000000000000000000000000000000000")]
    [InlineData("99999999999999999999999999999999999999", "99999999999999999999999999999999999999")]
    [InlineData("-0.00000000000000000000000000000000000001", "-0.00000000000000000000000000000000000001")]
    [InlineData("12345678901234567890.123456789012345678", "12345678901234567890.123456789012345678")]
    [InlineData("1.000000000000000000000000000000000000000000000", "1.0000000000000000000000000000000000000")]
    [InlineData("0000000000000000000000000000000000000000000001", "1")]
    public void A_number_is_read_and_written_in_plain_notation(string text, string written)
    {
        var value = OdpsDecimal.Parse(text);
        Assert.Equal(written, value.ToString());
        Assert.True(OdpsDecimal.TryParse(Encoding.UTF8.GetBytes(text), out OdpsDecimal fromUtf8));
        Assert.Equal((value.Unscaled, value.Scale), (fromUtf8.Unscaled, fromUtf8.Scale));
        Span<byte> utf8 = stackalloc byte[OdpsDecimal.MaxTextLength];
        Assert.True(value.TryFormat(utf8, out int length, default, CultureInfo.InvariantCulture));
        Assert.Equal(written, Encoding.UTF8.GetString(utf8[..length]));
        Span<char> exact = stackalloc char[written.Length];
        Assert.True(value.TryFormat(exact, out int characters, default, null));
        Assert.Equal(written.Length, characters);
        Assert.False(value.TryFormat(exact[1..], out _, default, null));
        Assert.False(value.TryFormat(utf8[..(written.Length - 1)], out _, default, null));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1.2.3")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1e+-3")]
    [InlineData("e5")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("nan")]
    [InlineData("inf")]
    [InlineData("1,5")]
    [InlineData("0x10")]
    [InlineData("１")]
    public void Text_that_is_no_number_is_refused(string text) => Assert.Throws<FormatException>(() => OdpsDecimal.Parse(text));

    [Theory]
    [InlineData("100000000000000000000000000000000000000")]
    [InlineData("1E+38")]
    [InlineData("1E-39")]
    [InlineData("1.00000000000000000000000000000000000001E-38")]
    [InlineData("123456789012345678901234567890123456789.5")]
    [InlineData("1E+2000000000")]
    public void More_than_38_digits_do_not_fit(string text) => Assert.Throws<OverflowException>(() => OdpsDecimal.Parse(text));

    [Fact]
    public void Text_agrees_with_BigInteger() => Check.One(Config, Prop.ForAll(Values(), value =>
    {
        string digits = BigInteger.Abs(value.Unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(value.Scale + 1, '0');
        string expected = (value.Unscaled < 0 ? "-" : "") + digits[..^value.Scale] + (value.Scale > 0 ? "." + digits[^value.Scale..] : "");
        var parsed = OdpsDecimal.Parse(expected);
        return value.ToString() == expected && parsed.Unscaled == value.Unscaled && parsed.Scale == value.Scale;
    }));

    [Fact]
    public void Order_and_equality_agree_with_BigInteger() => Check.One(Config, Prop.ForAll(Values(), Values(), (a, b) =>
    {
        foreach ((OdpsDecimal x, OdpsDecimal y) in new[] { (a, b), (a, new OdpsDecimal(a.Unscaled / 10, Math.Max(a.Scale - 1, 0))), (a, a.TrimTrailingZeros()) })
        {
            int expected = Scaled(x).CompareTo(Scaled(y));
            Assert.Equal(Math.Sign(expected), Math.Sign(x.CompareTo(y)));
            Assert.Equal(expected == 0, x == y);
            Assert.True(expected != 0 || x.GetHashCode() == y.GetHashCode());
        }

        return true;

        static BigInteger Scaled(OdpsDecimal value) => (BigInteger)value.Unscaled * BigInteger.Pow(10, 38 - value.Scale);
    }));

    [Fact]
    public void Change_of_scale_rounds_half_away_from_zero_as_BigInteger_does() => Check.One(Config, Prop.ForAll(Values(), Gen.Choose(0, 38).ToArbitrary(), (value, scale) =>
    {
        BigInteger shifted = BigInteger.Abs(value.Unscaled) * BigInteger.Pow(10, 38) / BigInteger.Pow(10, value.Scale);
        BigInteger unit = BigInteger.Pow(10, 38 - scale);
        BigInteger expected = (shifted + (unit / 2)) / unit;
        BigInteger? actual = null;
        try
        {
            actual = BigInteger.Abs(value.ChangeScale(scale).Unscaled);
        }
        catch (OverflowException)
        {
        }

        bool isExact = value.TryToScale(scale, out Int128 unscaled);
        Assert.Equal(shifted % unit == 0 && expected < BigInteger.Pow(10, 38), isExact);
        return expected >= BigInteger.Pow(10, 38) ? actual is null : actual == expected && (!isExact || (BigInteger.Abs(unscaled) == expected && Int128.Sign(unscaled) == Int128.Sign(value.Unscaled)));
    }));

    [Fact]
    public void System_decimals_pass_through_unchanged() => Check.One(Config, Prop.ForAll(SystemDecimals(), value =>
    {
        var number = OdpsDecimal.FromDecimal(value);
        return number.ToString() == (value == 0 ? decimal.Abs(value) : value).ToString(CultureInfo.InvariantCulture)
            && number.ToDecimal() == value
            && decimal.GetBits(number.ToDecimal()).SequenceEqual(decimal.GetBits(value == 0 ? decimal.Abs(value) : value));
    }));

    [Fact]
    public void Conversion_to_decimal_is_exact_or_refused() => Check.One(Config, Prop.ForAll(Values(), value =>
    {
        OdpsDecimal trimmed = value.TrimTrailingZeros();
        bool fits = BigInteger.Abs(trimmed.Unscaled) < BigInteger.Pow(2, 96) && trimmed.Scale <= 28;
        Assert.Equal(fits, value.TryToDecimal(out decimal number));
        return !fits || OdpsDecimal.FromDecimal(number) == value;
    }));

    [Fact]
    public void Ranges_of_the_constructor_are_checked()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new OdpsDecimal(1, 39));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OdpsDecimal(1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OdpsDecimal(Int128.MaxValue, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OdpsDecimal(Int128.MinValue, 0));
        Assert.Equal(38, new OdpsDecimal(Int128.Parse("99999999999999999999999999999999999999", CultureInfo.InvariantCulture), 0).Precision);
        Assert.Equal(1, default(OdpsDecimal).Precision);
        Assert.Throws<OverflowException>(() => OdpsDecimal.Parse("1e30").ToDecimal());
    }

    private static Arbitrary<OdpsDecimal> Values() =>
        (from seed in Gen.Choose(0, int.MaxValue - 1)
         from digits in Gen.Choose(0, 38)
         from zeros in Gen.Choose(0, 38)
         from scale in Gen.Choose(0, 38)
         select Make(seed, digits, Math.Min(zeros, digits), scale)).ToArbitrary();

    private static OdpsDecimal Make(int seed, int digits, int zeros, int scale)
    {
        var random = new Random(seed);
        Int128 unscaled = 0;
        for (int i = 0; i < digits; i++)
        {
            int digit = random.Next(4) switch { 0 => 9, 1 => 5, _ => random.Next(10) };
            unscaled = (unscaled * 10) + (random.Next(2) == 0 && i >= digits - zeros ? 0 : digit);
        }

        return new OdpsDecimal(random.Next(2) == 0 ? -unscaled : unscaled, scale);
    }

    private static Arbitrary<decimal> SystemDecimals() =>
        (from seed in Gen.Choose(0, int.MaxValue - 1)
         from words in Gen.Choose(0, 3)
         from scale in Gen.Choose(0, 28)
         select MakeDecimal(seed, words, scale)).ToArbitrary();

    private static decimal MakeDecimal(int seed, int words, int scale)
    {
        var random = new Random(seed);
        int Word(int index) => words > index ? random.Next(int.MinValue, int.MaxValue) : 0;
        return new decimal(Word(0), Word(1), Word(2), random.Next(2) == 0, (byte)scale);
    }
}
