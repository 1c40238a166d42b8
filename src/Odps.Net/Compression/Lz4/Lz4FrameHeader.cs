using System.Buffers.Binary;

namespace Odps.Net.Compression;

/// <summary>The header of an LZ4 frame: what its flags say, read and written.</summary>
internal readonly record struct Lz4FrameHeader
{
    public const uint Magic = 0x184D2204;
    public const uint SkippableMagic = 0x184D2A50;
    public const uint SkippableMask = 0xFFFFFFF0;

    /// <summary>Magic, flags, block size, checksum.</summary>
    public const int MinLength = 7;

    private const string Format = "LZ4 frame";
    private const int Independent = 0x20;
    private const int BlockChecksumFlag = 0x10;
    private const int ContentSizeFlag = 0x08;
    private const int ContentChecksumFlag = 0x04;
    private const int ReservedFlag = 0x02;
    private const int DictionaryFlag = 0x01;

    /// <summary>Whether blocks refer to nothing before them.</summary>
    public bool IndependentBlocks { get; init; }

    public bool BlockChecksums { get; init; }

    public bool ContentChecksum { get; init; }

    /// <summary>The length of the content, or null where the frame does not say.</summary>
    public ulong? ContentSize { get; init; }

    /// <summary>The most bytes a block decodes to.</summary>
    public int BlockSize { get; init; }

    /// <summary>How long the header with these flags is.</summary>
    public static int LengthFor(byte flags) => MinLength + ((flags & ContentSizeFlag) != 0 ? 8 : 0) + ((flags & DictionaryFlag) != 0 ? 4 : 0);

    /// <summary>Reads a header that is there as a whole.</summary>
    public static Lz4FrameHeader Read(ReadOnlySpan<byte> header, long offset)
    {
        byte flags = header[4];
        byte sizes = header[5];
        if (flags >> 6 != 1)
        {
            CompressionThrow.Malformed(Format, offset + 4, "format version 1", flags >> 6);
        }

        if ((flags & ReservedFlag) != 0 || (sizes & 0x8F) != 0)
        {
            CompressionThrow.Malformed(Format, offset + 4, "expected the reserved bits of the header to be 0");
        }

        byte checksum = (byte)(XxHash32.Hash(header[4..^1]) >> 8);
        if (checksum != header[^1])
        {
            CompressionThrow.Malformed(Format, offset + header.Length - 1, $"the header's checksum {checksum}", header[^1]);
        }

        if ((flags & DictionaryFlag) != 0)
        {
            uint dictionary = BinaryPrimitives.ReadUInt32LittleEndian(header[^5..]);
            if (dictionary != 0)
            {
                CompressionThrow.Unsupported(Format, offset, $"it needs the dictionary {dictionary}, and dictionaries are not supported");
            }
        }

        int code = sizes >> 4;
        if (code < 4)
        {
            CompressionThrow.Malformed(Format, offset + 5, "a block size code from 4 to 7", code);
        }

        return new Lz4FrameHeader
        {
            IndependentBlocks = (flags & Independent) != 0,
            BlockChecksums = (flags & BlockChecksumFlag) != 0,
            ContentChecksum = (flags & ContentChecksumFlag) != 0,
            ContentSize = (flags & ContentSizeFlag) != 0 ? BinaryPrimitives.ReadUInt64LittleEndian(header[6..]) : null,
            BlockSize = 1 << (8 + (2 * code)),
        };
    }

    /// <summary>Writes the header of a frame of independent blocks without checksums and content size: the form every reader takes.</summary>
    /// <returns>The bytes written, <see cref="MinLength"/>.</returns>
    public static int WritePlain(Span<byte> destination, int blockSizeCode)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, Magic);
        destination[4] = (1 << 6) | Independent;
        destination[5] = (byte)(blockSizeCode << 4);
        destination[6] = (byte)(XxHash32.Hash(destination.Slice(4, 2)) >> 8);
        return MinLength;
    }
}
