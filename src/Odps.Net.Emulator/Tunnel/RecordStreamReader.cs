using System.Buffers.Binary;
using System.Globalization;

namespace Odps.Net.Emulator.Tunnel;

/// <summary>Numbers and bytes out of a body, with an error that says where when it ends too early.</summary>
internal sealed class RecordStreamReader(byte[] body)
{
    private int _position;

    public int Position => _position;

    public bool IsAtEnd => _position == body.Length;

    /// <summary>A base-128 number of up to ten bytes, low groups first.</summary>
    public ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            byte b = Bytes(1)[0];
            value |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }

        throw Malformed("a number of more than ten bytes");
    }

    public long ZigZag()
    {
        ulong value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>A checksum: the low 32 bits, since the compiled PyODPS writes a number of 64 bits with the sign carried on.</summary>
    public uint Checksum() => (uint)Varint();

    public bool Boolean() => Varint() switch
    {
        0 => false,
        1 => true,
        ulong other => throw Malformed(string.Create(CultureInfo.InvariantCulture, $"{other} in the place of a boolean")),
    };

    /// <summary>A count that cannot be above the number of bytes that are left.</summary>
    public int Count()
    {
        ulong count = Varint();
        return count <= (ulong)(body.Length - _position)
            ? (int)count
            : throw Incomplete(string.Create(CultureInfo.InvariantCulture, $"{count} bytes or elements are announced, {body.Length - _position} bytes are left"));
    }

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Bytes(4));

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Bytes(8));

    public ReadOnlySpan<byte> Bytes(int count)
    {
        if (count > body.Length - _position)
        {
            throw Incomplete("it ends inside a value");
        }

        _position += count;
        return body.AsSpan(_position - count, count);
    }

    public EmulatorException Malformed(string what) => new("MalformedDataStream", At($"The record stream cannot be read: {what}"));

    public EmulatorException Incomplete(string what) => new("IncompleteBody", At($"The record stream is not complete: {what}"));

    public EmulatorException Corrupted(string what) => new("CorruptedDataStream", At($"The record stream was damaged on its way: {what}"));

    private string At(string text) => string.Create(CultureInfo.InvariantCulture, $"{text} (at byte {_position} of {body.Length}).");
}
