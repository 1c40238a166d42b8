using System.Buffers.Binary;
using System.Numerics;

namespace Odps.Net.Arrow;

/// <summary>
/// A legacy DECIMAL as the service puts it into a fixed-size binary of 32 bytes: sign, counts of integer and fraction limbs, and limbs of nine digits. The
/// integer limbs begin at byte 12 with the least significant one; the fraction's first nine digits are at byte 8, the next nine at byte 4.
/// </summary>
internal static class LegacyDecimalCell
{
    public const int Size = 32;

    /// <summary>The digits after the point of what is read: those of the type.</summary>
    public const int Scale = 18;

    private const int LimbBase = 1_000_000_000;
    private const int MaxIntegerLimbs = 4;

    /// <summary>The number times 10^18.</summary>
    /// <exception cref="OdpsDataException">The bytes are not such a cell.</exception>
    public static BigInteger Read(ReadOnlySpan<byte> cell)
    {
        int integerLimbs = cell.Length == Size ? cell[2] : 0;
        int fractionLimbs = cell.Length == Size ? cell[3] : 0;
        if (integerLimbs > MaxIntegerLimbs || fractionLimbs > 2 || integerLimbs + fractionLimbs == 0)
        {
            throw new OdpsDataException($"The bytes {Convert.ToHexStringLower(cell)} are not a DECIMAL.");
        }

        BigInteger value = 0;
        for (int i = integerLimbs; i >= 1; i--)
        {
            value = (value * LimbBase) + Limb(cell, 8 + (4 * i));
        }

        value = (value * LimbBase) + (fractionLimbs > 0 ? Limb(cell, 8) : 0);
        value = (value * LimbBase) + (fractionLimbs > 1 ? Limb(cell, 4) : 0);
        return (sbyte)cell[1] > 0 ? -value : value;
    }

    private static int Limb(ReadOnlySpan<byte> cell, int at) => BinaryPrimitives.ReadInt32LittleEndian(cell[at..]) is >= 0 and < LimbBase and int limb
        ? limb
        : throw new OdpsDataException($"The bytes {Convert.ToHexStringLower(cell)} are not a DECIMAL.");
}
