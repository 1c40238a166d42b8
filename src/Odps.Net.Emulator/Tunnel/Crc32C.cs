namespace Odps.Net.Emulator.Tunnel;

/// <summary>CRC32C (Castagnoli) by its definition: reflected polynomial 0x82F63B78, start and final XOR 0xFFFFFFFF, one table step for each byte.</summary>
internal struct Crc32C
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(n => Eight((uint)n))];

    /// <summary>The register, inverted so that a new value starts with no bytes.</summary>
    private uint _inverted;

    public readonly uint Value => _inverted;

    public void Add(byte b)
    {
        uint register = ~_inverted;
        _inverted = ~(Table[(byte)(register ^ b)] ^ (register >> 8));
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
        {
            Add(b);
        }
    }

    public void AddInt32(int value) => AddLittleEndian((uint)value, 4);

    public void AddInt64(long value) => AddLittleEndian((ulong)value, 8);

    private void AddLittleEndian(ulong value, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Add((byte)(value >> (8 * i)));
        }
    }

    private static uint Eight(uint register)
    {
        for (int bit = 0; bit < 8; bit++)
        {
            register = (register & 1) == 0 ? register >> 1 : (register >> 1) ^ 0x82F63B78;
        }

        return register;
    }
}
