namespace Odps.Net.Arrow;

/// <summary>Where a message is in a file.</summary>
/// <param name="Offset">Of its first byte.</param>
/// <param name="MetadataLength">The bytes before the body: prefix and metadata.</param>
/// <param name="BodyLength">The bytes of the body.</param>
internal readonly record struct FileBlock(long Offset, int MetadataLength, long BodyLength)
{
    /// <summary>The bytes of a block in a file's footer.</summary>
    public const int Size = 24;
}
