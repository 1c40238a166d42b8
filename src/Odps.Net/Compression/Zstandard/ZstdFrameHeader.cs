using System.Buffers.Binary;

namespace Odps.Net.Compression;

/// <summary>The header of a Zstandard frame, behind its magic number (RFC 8878, 3.1.1.1), read and written.</summary>
internal readonly record struct ZstdFrameHeader
{
    /// <summary>The longest header: descriptor, window, dictionary, content size.</summary>
    public const int MaxLength = 14;

    private const int SingleSegmentFlag = 0x20;
    private const int ReservedFlag = 0x08;
    private const int ChecksumFlag = 0x04;

    /// <summary>How far back matches may reach.</summary>
    public ulong WindowSize { get; init; }

    /// <summary>The length of the content, or null where the frame does not say.</summary>
    public ulong? ContentSize { get; init; }

    public bool ContentChecksum { get; init; }

    /// <summary>How long the header that starts with this descriptor is.</summary>
    public static int LengthFor(byte descriptor)
        => 1 + ((descriptor & SingleSegmentFlag) != 0 ? 0 : 1) + DictionaryLength(descriptor) + ContentSizeLength(descriptor);

    /// <summary>Reads a header that is there as a whole.</summary>
    public static ZstdFrameHeader Read(ReadOnlySpan<byte> header, long offset)
    {
        byte descriptor = header[0];
        if ((descriptor & ReservedFlag) != 0)
        {
            CompressionThrow.Malformed(ZstdFormat.Name, offset, "expected the reserved bit of the frame header to be 0");
        }

        int position = 1;
        ulong window = 0;
        bool singleSegment = (descriptor & SingleSegmentFlag) != 0;
        if (!singleSegment)
        {
            ulong power = 1UL << (10 + (header[position] >> 3));
            window = power + (power / 8 * (uint)(header[position] & 7));
            position++;
        }

        int dictionaryLength = DictionaryLength(descriptor);
        ulong dictionary = ReadInteger(header.Slice(position, dictionaryLength));
        position += dictionaryLength;
        if (dictionary != 0)
        {
            CompressionThrow.Unsupported(ZstdFormat.Name, offset, $"it needs the dictionary {dictionary}, and dictionaries are not supported");
        }

        int sizeLength = ContentSizeLength(descriptor);
        ulong? size = null;
        if (sizeLength != 0)
        {
            size = ReadInteger(header.Slice(position, sizeLength)) + (sizeLength == 2 ? 256UL : 0);
        }

        return new ZstdFrameHeader
        {
            WindowSize = singleSegment ? size.GetValueOrDefault() : window,
            ContentSize = size,
            ContentChecksum = (descriptor & ChecksumFlag) != 0,
        };
    }

    /// <summary>Writes magic number and header of a frame without checksum.</summary>
    /// <param name="destination">Room for 4 + <see cref="MaxLength"/> bytes.</param>
    /// <param name="windowLog">The window as a power of two.</param>
    /// <param name="contentSize">The content's length where it is known; one that fits the window makes the frame a single segment.</param>
    /// <returns>The bytes written.</returns>
    public static int Write(Span<byte> destination, int windowLog, int? contentSize)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, ZstdFormat.Magic);
        if (contentSize is not { } size)
        {
            destination[4] = 0;
            destination[5] = (byte)((windowLog - 10) << 3);
            return 6;
        }

        bool singleSegment = size <= 1 << windowLog;
        int sizeCode = size < 256 ? 0 : size < 65536 + 256 ? 1 : 2;
        int position = 5;
        if (!singleSegment)
        {
            destination[position++] = (byte)((windowLog - 10) << 3);
        }

        destination[4] = (byte)((sizeCode << 6) | (singleSegment ? SingleSegmentFlag : 0));
        switch (sizeCode)
        {
            case 0:
                destination[position] = (byte)size;
                return position + 1;
            case 1:
                BinaryPrimitives.WriteUInt16LittleEndian(destination[position..], (ushort)(size - 256));
                return position + 2;
            default:
                BinaryPrimitives.WriteUInt32LittleEndian(destination[position..], (uint)size);
                return position + 4;
        }
    }

    private static int DictionaryLength(byte descriptor) => (descriptor & 3) == 3 ? 4 : descriptor & 3;

    private static int ContentSizeLength(byte descriptor)
        => (descriptor >> 6) switch
        {
            0 => (descriptor & SingleSegmentFlag) != 0 ? 1 : 0,
            1 => 2,
            2 => 4,
            _ => 8,
        };

    private static ulong ReadInteger(ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (int index = 0; index < bytes.Length; index++)
        {
            value |= (ulong)bytes[index] << (8 * index);
        }

        return value;
    }
}
