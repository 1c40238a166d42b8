using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Odps.Net.Compression;

/// <summary>The 32-bit xxHash with seed 0, over data that arrives in pieces. Used by LZ4 frames.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct XxHash32
{
    private const uint Prime1 = 2654435761;
    private const uint Prime2 = 2246822519;
    private const uint Prime3 = 3266489917;
    private const uint Prime4 = 668265263;
    private const uint Prime5 = 374761393;

    private uint _a;
    private uint _b;
    private uint _c;
    private uint _d;
    private Stripe _pending;
    private int _pendingLength;
    private ulong _length;

    public static uint Hash(ReadOnlySpan<byte> data)
    {
        var hash = default(XxHash32);
        hash.Reset();
        hash.Append(data);
        return hash.Digest();
    }

    public void Reset()
    {
        _a = unchecked(Prime1 + Prime2);
        _b = Prime2;
        _c = 0;
        _d = unchecked(0 - Prime1);
        _pendingLength = 0;
        _length = 0;
    }

    public void Append(ReadOnlySpan<byte> data)
    {
        _length += (uint)data.Length;
        Span<byte> pending = _pending;
        if (_pendingLength != 0)
        {
            int taken = Math.Min(16 - _pendingLength, data.Length);
            data[..taken].CopyTo(pending[_pendingLength..]);
            _pendingLength += taken;
            data = data[taken..];
            if (_pendingLength < 16)
            {
                return;
            }

            AppendStripes(pending);
            _pendingLength = 0;
        }

        int whole = data.Length & ~15;
        AppendStripes(data[..whole]);
        data[whole..].CopyTo(pending);
        _pendingLength = data.Length - whole;
    }

    public readonly uint Digest()
    {
        uint hash = _length >= 16
            ? BitOperations.RotateLeft(_a, 1) + BitOperations.RotateLeft(_b, 7) + BitOperations.RotateLeft(_c, 12) + BitOperations.RotateLeft(_d, 18)
            : Prime5;
        hash += (uint)_length;
        ReadOnlySpan<byte> rest = ((ReadOnlySpan<byte>)_pending)[.._pendingLength];
        while (rest.Length >= 4)
        {
            hash += BinaryPrimitives.ReadUInt32LittleEndian(rest) * Prime3;
            hash = BitOperations.RotateLeft(hash, 17) * Prime4;
            rest = rest[4..];
        }

        foreach (byte value in rest)
        {
            hash += value * Prime5;
            hash = BitOperations.RotateLeft(hash, 11) * Prime1;
        }

        hash = (hash ^ (hash >> 15)) * Prime2;
        hash = (hash ^ (hash >> 13)) * Prime3;
        return hash ^ (hash >> 16);
    }

    private void AppendStripes(ReadOnlySpan<byte> data)
    {
        uint a = _a;
        uint b = _b;
        uint c = _c;
        uint d = _d;
        while (data.Length >= 16)
        {
            a = Round(a, BinaryPrimitives.ReadUInt32LittleEndian(data));
            b = Round(b, BinaryPrimitives.ReadUInt32LittleEndian(data[4..]));
            c = Round(c, BinaryPrimitives.ReadUInt32LittleEndian(data[8..]));
            d = Round(d, BinaryPrimitives.ReadUInt32LittleEndian(data[12..]));
            data = data[16..];
        }

        (_a, _b, _c, _d) = (a, b, c, d);
    }

    private static uint Round(uint lane, uint value) => BitOperations.RotateLeft(lane + (value * Prime2), 13) * Prime1;

    [System.Runtime.CompilerServices.InlineArray(16)]
    private struct Stripe
    {
        private byte _first;
    }
}
