using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Odps.Net.Emulator;

/// <summary>Makes ids: random ones, or with a seed the same ones in the same order at each start. Thread-safe.</summary>
internal sealed class IdSource(int? seed)
{
    private long _made;

    /// <summary>So many bytes as lower-case hexadecimal digits.</summary>
    public string NextHex(int bytes)
    {
        if (seed is not { } start)
        {
            return Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes));
        }

        Span<byte> input = stackalloc byte[12];
        BinaryPrimitives.WriteInt32LittleEndian(input, start);
        BinaryPrimitives.WriteInt64LittleEndian(input[4..], Interlocked.Increment(ref _made));
        return Convert.ToHexStringLower(SHA256.HashData(input).AsSpan(0, bytes));
    }
}
