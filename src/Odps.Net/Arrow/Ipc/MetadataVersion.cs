namespace Odps.Net.Arrow;

/// <summary>The version of a message's metadata; the stored number is one less than the name.</summary>
internal static class MetadataVersion
{
    public const short V4 = 3;
    public const short V5 = 4;
}
