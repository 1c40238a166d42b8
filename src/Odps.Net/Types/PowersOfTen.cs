namespace Odps.Net;

/// <summary>10^0 to 10^38.</summary>
internal static class PowersOfTen
{
    private static readonly Int128[] Values = Make();

    public static Int128 Of(int exponent) => Values[exponent];

    /// <summary>How many decimal digits a number has; 0 for zero.</summary>
    public static int CountDigits(UInt128 value)
    {
        // 1233/4096 is log10(2), so the guess is right or one too small.
        int bits = 128 - (int)UInt128.LeadingZeroCount(value);
        int guess = (bits * 1233) >> 12;
        return guess >= Values.Length ? guess : guess + (value >= (UInt128)Values[guess] ? 1 : 0);
    }

    private static Int128[] Make()
    {
        var values = new Int128[OdpsDecimal.MaxPrecision + 1];
        values[0] = 1;
        for (int i = 1; i < values.Length; i++)
        {
            values[i] = values[i - 1] * 10;
        }

        return values;
    }
}
