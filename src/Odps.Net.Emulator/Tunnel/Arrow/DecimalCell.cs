using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;

namespace Odps.Net.Emulator.Tunnel;

/// <summary>Decimal numbers for Arrow: as a whole number of the type's scale, and the legacy DECIMAL as a preview sends it, a cell of limbs of nine digits.</summary>
internal static class DecimalCell
{
    public const int Size = 32;

    private const int Limb = 1_000_000_000;
    private const int FractionDigits = 18;

    /// <summary>The number without its point, with so many digits behind it.</summary>
    /// <param name="value">An <see cref="OdpsDecimal"/>, or a text where it has more digits than that holds.</param>
    /// <param name="scale">The digits behind the point.</param>
    public static BigInteger Unscaled(object value, int scale)
    {
        string text = value.ToString()!;
        string[] parts = text.Split('.');
        string fraction = (parts.Length > 1 ? parts[1].TrimEnd('0') : "").PadRight(scale, '0');
        return fraction.Length == scale
            ? BigInteger.Parse(parts[0] + fraction, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)
            : throw new OverflowException($"{text} has more than {scale} digits behind the point.");
    }

    /// <summary>Sign, counts of limbs; then the fraction's second and first nine digits, and the integer part from its lowest nine digits on.</summary>
    public static void Write(object value, Span<byte> cell)
    {
        BigInteger number = Unscaled(value, FractionDigits);
        cell[1] = number.Sign < 0 ? (byte)1 : (byte)0;
        number = BigInteger.Abs(number);
        cell[3] = 2;
        BinaryPrimitives.WriteInt32LittleEndian(cell[4..], (int)(number % Limb));
        BinaryPrimitives.WriteInt32LittleEndian(cell[8..], (int)(number / Limb % Limb));
        number /= (BigInteger)Limb * Limb;
        for (int limb = 1; limb == 1 || !number.IsZero; limb++)
        {
            if (limb > 4)
            {
                throw new OverflowException($"{value} has more than 36 digits before the point.");
            }

            BinaryPrimitives.WriteInt32LittleEndian(cell[(8 + (4 * limb))..], (int)(number % Limb));
            cell[2] = (byte)limb;
            number /= Limb;
        }
    }
}
