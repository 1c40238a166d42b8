using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Odps.Net.Compression;

/// <summary>The 64-bit xxHash with seed 0, over data that arrives in pieces. Its low half is Zstandard's content checksum.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct XxHash64
{
    private const ulong Prime1 = 11400714785074694791;
    private const ulong Prime2 = 14029467366897019727;
    private const ulong Prime3 = 1609587929392839161;
    private const ulong Prime4 = 9650029242287828579;
    private const ulong Prime5 = 2870177450012600261;

    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;
    private Stripe _pending;
    private int _pendingLength;
    private ulong _length;

    public static ulong Hash(ReadOnlySpan<byte> data)
    {
        var hash = default(XxHash64);
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
            int taken = Math.Min(32 - _pendingLength, data.Length);
            data[..taken].CopyTo(pending[_pendingLength..]);
            _pendingLength += taken;
            data = data[taken..];
            if (_pendingLength < 32)
            {
                return;
            }

            AppendStripes(pending);
            _pendingLength = 0;
        }

        int whole = data.Length & ~31;
        AppendStripes(data[..whole]);
        data[whole..].CopyTo(pending);
        _pendingLength = data.Length - whole;
    }

    public readonly ulong Digest()
    {
        ulong hash;
        if (_length >= 32)
        {
            hash = BitOperations.RotateLeft(_a, 1) + BitOperations.RotateLeft(_b, 7) + BitOperations.RotateLeft(_c, 12) + BitOperations.RotateLeft(_d, 18);
            hash = Merge(Merge(Merge(Merge(hash, _a), _b), _c), _d);
        }
        else
        {
            hash = Prime5;
        }

        hash += _length;
        ReadOnlySpan<byte> rest = ((ReadOnlySpan<byte>)_pending)[.._pendingLength];
        while (rest.Length >= 8)
        {
            hash ^= Round(0, BinaryPrimitives.ReadUInt64LittleEndian(rest));
            hash = (BitOperations.RotateLeft(hash, 27) * Prime1) + Prime4;
            rest = rest[8..];
        }

        if (rest.Length >= 4)
        {
            hash ^= BinaryPrimitives.ReadUInt32LittleEndian(rest) * Prime1;
            hash = (BitOperations.RotateLeft(hash, 23) * Prime2) + Prime3;
            rest = rest[4..];
        }

        foreach (byte value in rest)
        {
            hash ^= value * Prime5;
            hash = BitOperations.RotateLeft(hash, 11) * Prime1;
        }

        hash = (hash ^ (hash >> 33)) * Prime2;
        hash = (hash ^ (hash >> 29)) * Prime3;
        return hash ^ (hash >> 32);
    }

    private void AppendStripes(ReadOnlySpan<byte> data)
    {
        ulong a = _a;
        ulong b = _b;
        ulong c = _c;
        ulong d = _d;
        while (data.Length >= 32)
        {
            a = Round(a, BinaryPrimitives.ReadUInt64LittleEndian(data));
            b = Round(b, BinaryPrimitives.ReadUInt64LittleEndian(data[8..]));
            c = Round(c, BinaryPrimitives.ReadUInt64LittleEndian(data[16..]));
            d = Round(d, BinaryPrimitives.ReadUInt64LittleEndian(data[24..]));
            data = data[32..];
        }

        (_a, _b, _c, _d) = (a, b, c, d);
    }

    private static ulong Round(ulong lane, ulong value) => BitOperations.RotateLeft(lane + (value * Prime2), 31) * Prime1;

    private static ulong Merge(ulong hash, ulong lane) => ((hash ^ Round(0, lane)) * Prime1) + Prime4;

    [System.Runtime.CompilerServices.InlineArray(32)]
    private struct Stripe
    {
        private byte _first;
    }
}
