using System.Text;

namespace Odps.Net.Emulator.Tunnel;

/// <summary>
/// The bucket of a row by its primary key, by the definition of the hash functions, apart from the client's: numbers wrap, shifts to the right keep the sign,
/// bytes count as signed.
/// </summary>
/// <param name="isLegacy">Whether the table's buckets are made with the older functions.</param>
/// <param name="isUnbounded">
/// Whether the functions are computed as PyODPS does where its compiled module is missing: sums do not wrap before the next shift, and bytes count as unsigned. Its rows
/// come in packets for other buckets then.
/// </param>
internal sealed class UpsertHash(bool isLegacy, bool isUnbounded = false)
{
    /// <summary>The bucket of a key.</summary>
    /// <param name="columns">The key columns.</param>
    /// <param name="values">Their values, none of which is null.</param>
    /// <param name="buckets">How many buckets there are.</param>
    public int Bucket(IReadOnlyList<Column> columns, IReadOnlyList<object> values, int buckets)
    {
        int sum = 0;
        for (int i = 0; i < values.Count; i++)
        {
            sum = unchecked(sum + OfValue(columns[i].Type, values[i]));
        }

        return (sum ^ (sum >> 8)) % buckets;
    }

    public static bool IsKeyType(OdpsType type) => type.Kind is OdpsTypeKind.TinyInt or OdpsTypeKind.SmallInt or OdpsTypeKind.Int or OdpsTypeKind.BigInt
        or OdpsTypeKind.Float or OdpsTypeKind.Double or OdpsTypeKind.Boolean or OdpsTypeKind.String or OdpsTypeKind.Char or OdpsTypeKind.VarChar
        or OdpsTypeKind.Binary or OdpsTypeKind.Date or OdpsTypeKind.DateTime or OdpsTypeKind.Timestamp or OdpsTypeKind.TimestampNtz
        or OdpsTypeKind.IntervalDayTime or OdpsTypeKind.Decimal;

    public int OfValue(OdpsType type, object value) => value switch
    {
        sbyte n => OfNumber(n),
        short n => OfNumber(n),
        int n => OfNumber(n),
        long n => OfNumber(n),
        float f => OfNumber(float.IsNaN(f) ? 0x7FC00000 : BitConverter.SingleToInt32Bits(f)),
        double d => OfNumber(double.IsNaN(d) ? 0x7FF8000000000000 : BitConverter.DoubleToInt64Bits(d)),
        bool b => b ? 388737479 : -978963218,
        string s => OfBytes(Encoding.UTF8.GetBytes(s)),
        byte[] bytes => OfBytes(bytes),
        DateOnly date => OfNumber((date.DayNumber - 719_162L) * 86_400),
        DateTimeOffset time => OfNumber(time.ToUnixTimeMilliseconds()),
        OdpsTimestamp t => OfNumber((t.Seconds << 30) | (uint)t.Nanoseconds),
        OdpsTimestampNtz t => OfNumber((t.Seconds << 30) | (uint)t.Nanoseconds),
        IntervalDayTime t => OfNumber((t.Seconds << 30) | (uint)t.Nanoseconds),
        OdpsDecimal d => OfDecimal(d, (DecimalType)type),
        _ => throw new EmulatorException("MalformedDataStream", $"A value of type {type.Name} cannot be a primary key of the emulator."),
    };

    private int OfNumber(long x)
    {
        if (isUnbounded && !isLegacy)
        {
            Int128 sum = ~x + (Int128)(x << 18);
            sum ^= sum >> 31;
            sum = unchecked((long)(sum * 21));
            sum ^= sum >> 11;
            sum += unchecked((long)(sum << 6));
            sum ^= sum >> 22;
            return unchecked((int)sum);
        }

        unchecked
        {
            if (isLegacy)
            {
                return (int)((x >> 32) ^ x);
            }

            long a = ~x + (x << 18);
            a ^= a >> 31;
            a *= 21;
            a ^= a >> 11;
            a += a << 6;
            a ^= a >> 22;
            return (int)a;
        }
    }

    private int OfBytes(byte[] bytes)
    {
        if (isUnbounded)
        {
            return OfBytesUnbounded(bytes);
        }

        int h = 0;
        unchecked
        {
            foreach (byte b in bytes)
            {
                if (isLegacy)
                {
                    h = (h * 31) + (sbyte)b;
                }
                else
                {
                    h += (sbyte)b;
                    h += h << 10;
                    h ^= h >> 6;
                }
            }

            if (!isLegacy)
            {
                h += h << 3;
                h ^= h >> 11;
                h += h << 15;
            }
        }

        return h;
    }

    private int OfBytesUnbounded(byte[] bytes)
    {
        unchecked
        {
            long h = 0;
            foreach (byte b in bytes)
            {
                if (isLegacy)
                {
                    h = (int)((h * 31) + b);
                }
                else
                {
                    h += b;
                    h += (int)(h << 10);
                    h ^= h >> 6;
                }
            }

            if (!isLegacy)
            {
                h += (int)(h << 3);
                h ^= h >> 11;
                h += (int)(h << 15);
            }

            return (int)h;
        }
    }

    /// <summary>The number times 10 to the scale of the type, as one or two numbers of 64 bits.</summary>
    private int OfDecimal(OdpsDecimal value, DecimalType type)
    {
        // The digits fit the type: it was checked when the value was read.
        Int128 unscaled = value.Unscaled;
        for (int scale = value.Scale; scale < type.Scale; scale++)
        {
            unscaled *= 10;
        }

        for (int scale = value.Scale; scale > type.Scale; scale--)
        {
            unscaled /= 10;
        }

        int low = OfNumber(unchecked((long)unscaled));
        return type.IsLegacy || type.Precision > 18 ? unchecked(low + OfNumber((long)(unscaled >> 64))) : low;
    }
}
