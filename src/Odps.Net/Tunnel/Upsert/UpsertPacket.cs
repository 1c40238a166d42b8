namespace Odps.Net.Tunnel;

/// <summary>A complete record stream of rows of one bucket, ready to be sent, and sent again byte for byte.</summary>
internal sealed class UpsertPacket(IDisposable owner, ReadOnlyMemory<byte> body, int bucket, long rows, int rowBytes, int bytes) : IDisposable
{
    public ReadOnlyMemory<byte> Body => body;

    public int Bucket => bucket;

    public long Rows => rows;

    /// <summary>The bytes of the rows alone, before compression.</summary>
    public int RowBytes => rowBytes;

    /// <summary>The bytes before compression, the footer included.</summary>
    public long Bytes => bytes;

    public void Dispose() => owner.Dispose();
}
