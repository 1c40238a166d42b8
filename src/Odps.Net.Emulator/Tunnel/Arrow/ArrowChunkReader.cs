using System.Buffers.Binary;
using System.Globalization;

namespace Odps.Net.Emulator.Tunnel;

/// <summary>Takes the chunk framing of an uploaded Arrow body away, strictly: every checksum must be there and right.</summary>
internal static class ArrowChunkReader
{
    private const int ChecksumLength = 4;

    /// <summary>The Arrow data of a body. A client that wrote nothing sends no byte at all, or four zero bytes.</summary>
    /// <exception cref="EmulatorException"><c>IncompleteBody</c> or <c>CorruptedDataStream</c>: the body is cut, or was damaged on its way.</exception>
    public static byte[] Unframe(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty || body.SequenceEqual("\0\0\0\0"u8))
        {
            return [];
        }

        if (body.Length < ChecksumLength)
        {
            throw Incomplete($"it has {body.Length} bytes");
        }

        uint size = BinaryPrimitives.ReadUInt32BigEndian(body);
        if (size is 0 or > int.MaxValue - ChecksumLength)
        {
            throw new EmulatorException("MalformedDataStream", string.Create(CultureInfo.InvariantCulture, $"The Arrow body announces chunks of {size} bytes."));
        }

        int chunkSize = (int)size;
        body = body[ChecksumLength..];
        using var data = new MemoryStream(body.Length);
        Crc32C all = default;
        for (int chunk = 0; body.Length >= chunkSize + ChecksumLength; chunk++)
        {
            ReadOnlySpan<byte> piece = body[..chunkSize];
            Crc32C checksum = default;
            checksum.Add(piece);
            all.Add(piece);
            Check(body[chunkSize..], checksum, $"chunk {chunk}");
            data.Write(piece);
            body = body[(chunkSize + ChecksumLength)..];
        }

        if (body.Length < ChecksumLength)
        {
            throw Incomplete($"{body.Length} of the {ChecksumLength} bytes of the last checksum are there");
        }

        ReadOnlySpan<byte> last = body[..^ChecksumLength];
        all.Add(last);
        Check(body[^ChecksumLength..], all, "the whole body");
        data.Write(last);
        return data.ToArray();
    }

    private static void Check(ReadOnlySpan<byte> stored, Crc32C computed, string what)
    {
        uint expected = BinaryPrimitives.ReadUInt32BigEndian(stored);
        if (expected != computed.Value)
        {
            throw new EmulatorException("CorruptedDataStream", $"The Arrow body was cut or damaged on its way: the checksum of {what} is {expected:x8}, the data gives {computed.Value:x8}.");
        }
    }

    private static EmulatorException Incomplete(string what) => new("IncompleteBody", $"The Arrow body is not complete: {what}.");
}
