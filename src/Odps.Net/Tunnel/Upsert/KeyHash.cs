namespace Odps.Net.Tunnel;

/// <summary>
/// The hash functions that spread the rows of a table with a primary key over its buckets. They are part of the stored data: all arithmetic wraps, shifts
/// to the right keep the sign, and bytes of text count as signed.
/// </summary>
internal static class KeyHash
{
    private const int True = 388737479;
    private const int False = -978963218;

    /// <summary>The hash of a number.</summary>
    public static int OfInt64(UpsertHasher hasher, long value)
    {
        if (hasher == UpsertHasher.Legacy)
        {
            return unchecked((int)((value >> 32) ^ value));
        }

        unchecked
        {
            long a = ~value + (value << 18);
            a ^= a >> 31;
            a *= 21;
            a ^= a >> 11;
            a += a << 6;
            a ^= a >> 22;
            return (int)a;
        }
    }

    /// <summary>The hash of the UTF-8 bytes of a text.</summary>
    public static int OfBytes(UpsertHasher hasher, ReadOnlySpan<byte> bytes)
    {
        int h = 0;
        unchecked
        {
            if (hasher == UpsertHasher.Legacy)
            {
                foreach (byte b in bytes)
                {
                    h = (h * 31) + (sbyte)b;
                }

                return h;
            }

            foreach (byte b in bytes)
            {
                h += (sbyte)b;
                h += h << 10;
                h ^= h >> 6;
            }

            h += h << 3;
            h ^= h >> 11;
            return h + (h << 15);
        }
    }

    public static int OfBoolean(bool value) => value ? True : False;

    public static int OfFloat(UpsertHasher hasher, uint bits) => OfInt64(hasher, unchecked((int)(float.IsNaN(BitConverter.UInt32BitsToSingle(bits)) ? 0x7FC0_0000 : bits)));

    public static int OfDouble(UpsertHasher hasher, ulong bits) =>
        OfInt64(hasher, unchecked((long)(double.IsNaN(BitConverter.UInt64BitsToDouble(bits)) ? 0x7FF8_0000_0000_0000 : bits)));

    public static int OfDays(UpsertHasher hasher, long days) => OfInt64(hasher, days * 86_400);

    /// <summary>The hash of a TIMESTAMP, TIMESTAMP_NTZ or INTERVAL_DAY_TIME.</summary>
    public static int OfSeconds(UpsertHasher hasher, long seconds, long nanoseconds) => OfInt64(hasher, (seconds << 30) | nanoseconds);

    /// <summary>The hash of a DECIMAL, rounded half away from zero to the digits of its type.</summary>
    /// <exception cref="OverflowException">The number does not fit 38 digits with those of the type behind the point.</exception>
    public static int OfDecimal(UpsertHasher hasher, OdpsDecimal value, DecimalType type)
    {
        Int128 unscaled = value.ChangeScale(type.Scale).Unscaled;
        int low = OfInt64(hasher, unchecked((long)unscaled));
        return IsLong(type) ? unchecked(low + OfInt64(hasher, (long)(unscaled >> 64))) : low;
    }

    /// <summary>One number for the key of a row, never negative, from the sum of the hashes of its columns.</summary>
    public static int Combine(int sum) => sum ^ (sum >> 8);

    /// <summary>Whether a decimal type takes two 64-bit numbers. DECIMAL without digits is DECIMAL(54,18).</summary>
    private static bool IsLong(DecimalType type) => type.IsLegacy || type.Precision > 18;
}
