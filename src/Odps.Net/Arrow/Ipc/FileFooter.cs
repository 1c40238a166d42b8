using System.Buffers.Binary;

namespace Odps.Net.Arrow;

/// <summary>The footer of an Arrow file: the schema, and where each message is.</summary>
internal static class FileFooter
{
    /// <summary>The six letters at the start of a file, padded to 8 bytes.</summary>
    public static ReadOnlyMemory<byte> LeadingMagic { get; } = "ARROW1\0\0"u8.ToArray();

    /// <summary>The six letters at both ends of a file.</summary>
    public static ReadOnlySpan<byte> Magic => LeadingMagic.Span[..6];

    /// <summary>The footer, its length and the letters at the end.</summary>
    public static byte[] Encode(Schema schema, IReadOnlyList<FileBlock> dictionaries, IReadOnlyList<FileBlock> batches)
    {
        var writer = new FlatBufferWriter();
        writer.Begin();
        Span<int> footer = [2, 4, 4, 4];
        writer.Table(footer, 0);
        writer.SetInt16(footer[0], MetadataVersion.V5);
        WriteBlocks(writer, dictionaries, footer[2]);
        WriteBlocks(writer, batches, footer[3]);
        SchemaEncoder.Encode(writer, schema, footer[1]);
        writer.Align(8);
        byte[] end = new byte[writer.Length + 4 + Magic.Length];
        writer.Span.CopyTo(end);
        BinaryPrimitives.WriteInt32LittleEndian(end.AsSpan(writer.Length), writer.Length);
        Magic.CopyTo(end.AsSpan(writer.Length + 4));
        return end;
    }

    /// <summary>The blocks of a footer: 2 for dictionaries, 3 for record batches. All lie within the file.</summary>
    public static FileBlock[] DecodeBlocks(FlatTable footer, int id, long fileLength)
    {
        ReadOnlySpan<byte> bytes = footer.GetVector(id, FileBlock.Size);
        var blocks = new FileBlock[bytes.Length / FileBlock.Size];
        for (int i = 0; i < blocks.Length; i++)
        {
            ReadOnlySpan<byte> block = bytes[(i * FileBlock.Size)..];
            blocks[i] = new FileBlock(
                BinaryPrimitives.ReadInt64LittleEndian(block), BinaryPrimitives.ReadInt32LittleEndian(block[8..]), BinaryPrimitives.ReadInt64LittleEndian(block[16..]));
            if (blocks[i].Offset < 0 || blocks[i].MetadataLength < 0 || blocks[i].BodyLength < 0
                || blocks[i].Offset > fileLength - blocks[i].MetadataLength || blocks[i].Offset + blocks[i].MetadataLength > fileLength - blocks[i].BodyLength)
            {
                throw new OdpsDataException($"block {i} of the footer lies outside the {fileLength} bytes of the file: {blocks[i]}");
            }
        }

        return blocks;
    }

    private static void WriteBlocks(FlatBufferWriter writer, IReadOnlyList<FileBlock> blocks, int reference)
    {
        int at = writer.StructVector(blocks.Count, FileBlock.Size, reference);
        foreach (FileBlock block in blocks)
        {
            writer.SetInt64(at, block.Offset);
            writer.SetInt32(at + 8, block.MetadataLength);
            writer.SetInt64(at + 16, block.BodyLength);
            at += FileBlock.Size;
        }
    }
}
