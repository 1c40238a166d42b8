using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;

namespace Odps.Net.Compression;

/// <summary>Compresses and decompresses whole buffers of any of the formats.</summary>
internal static class WholeBuffers
{
    private const int FirstOutput = 64 * 1024;

    /// <summary>A zlib stream of no bytes; the platform writes nothing at all for them.</summary>
    private static ReadOnlySpan<byte> EmptyDeflate => [0x78, 0x01, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01];

    public static byte[] Compress(CompressionAlgorithm algorithm, int? level, ReadOnlySpan<byte> data)
    {
        switch (algorithm)
        {
            case CompressionAlgorithm.None:
                return data.ToArray();
            case CompressionAlgorithm.Deflate:
                using (var output = new MemoryStream())
                {
                    using (var deflate = new ZLibStream(output, new ZLibCompressionOptions { CompressionLevel = level ?? 1 }, leaveOpen: true))
                    {
                        deflate.Write(data);
                    }

                    return output.Length > 0 ? output.ToArray() : EmptyDeflate.ToArray();
                }

            default:
                using (FrameEncoder encoder = CompressionStreams.CreateEncoder(algorithm, level))
                {
                    var output = new ArrayBufferWriter<byte>();
                    encoder.Compress(data, output);
                    return output.WrittenSpan.ToArray();
                }
        }
    }

    /// <exception cref="InvalidDataException">The data is damaged, ends early, or holds more than the limit.</exception>
    public static byte[] Decompress(CompressionAlgorithm algorithm, ReadOnlySpan<byte> data, int maxLength)
    {
        byte[] result = algorithm switch
        {
            CompressionAlgorithm.None => data.ToArray(),
            CompressionAlgorithm.Deflate => Inflate(data, maxLength),
            _ => DecodeFrames(algorithm, data, maxLength),
        };
        return result.Length <= maxLength ? result : throw TooLong(maxLength);
    }

    private static byte[] Inflate(ReadOnlySpan<byte> data, int maxLength)
    {
        using var inflate = new ZLibStream(new MemoryStream(data.ToArray()), CompressionMode.Decompress);
        using var output = new MemoryStream();
        var piece = new byte[FirstOutput];
        int read;
        while ((read = inflate.Read(piece)) > 0)
        {
            if (output.Length + read > maxLength)
            {
                throw TooLong(maxLength);
            }

            output.Write(piece, 0, read);
        }

        // The platform's inflater takes input that stops for the end of the data; the checksum behind it tells.
        byte[] inflated = output.ToArray();
        return data.Length >= 4 && BinaryPrimitives.ReadUInt32BigEndian(data[^4..]) == Adler32(inflated)
            ? inflated
            : throw new InvalidDataException("The deflate data ends early, or other bytes follow it.");
    }

    private static uint Adler32(ReadOnlySpan<byte> data)
    {
        const uint Modulus = 65_521;
        uint low = 1;
        uint high = 0;
        foreach (byte b in data)
        {
            low = (low + b) % Modulus;
            high = (high + low) % Modulus;
        }

        return (high << 16) | low;
    }

    private static byte[] DecodeFrames(CompressionAlgorithm algorithm, ReadOnlySpan<byte> data, int maxLength)
    {
        using FrameDecoder decoder = CompressionStreams.CreateDecoder(algorithm);
        decoder.ResetForBuffer();
        byte[] output = new byte[FirstOutput];
        int decoded = 0;
        try
        {
            while (!data.IsEmpty)
            {
                if (data.Length < decoder.NeededInput)
                {
                    decoder.ThrowCut(data.Length);
                }

                if (decoded > maxLength)
                {
                    throw TooLong(maxLength);
                }

                if (output.Length - decoded < decoder.NextOutput)
                {
                    // Blocks refer to what was decoded before them, so all of it is kept.
                    Array.Resize(ref output, (int)Math.Min(Array.MaxLength, Math.Max(output.Length * 2L, (long)decoded + decoder.NextOutput)));
                }

                data = data[decoder.Decode(data, output, ref decoded)..];
            }

            if (!decoder.CanEnd)
            {
                decoder.ThrowCut(0);
            }
        }
        catch (EndOfStreamException cut)
        {
            throw new InvalidDataException(cut.Message, cut);
        }

        return output[..decoded];
    }

    private static InvalidDataException TooLong(int maxLength) =>
        new(string.Create(CultureInfo.InvariantCulture, $"The data is longer than {maxLength} bytes when it is decompressed."));
}
