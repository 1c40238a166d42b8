namespace Odps.Net;

/// <summary>
/// The bytes of a file that is worked on: in memory up to a limit, then in a temporary file that only this user can read and that is deleted with this.
/// Reading and writing never wait for a network.
/// </summary>
internal sealed class LocalContent(int memoryLimit) : IDisposable, IAsyncDisposable
{
    private const int FileBufferBytes = 64 * 1024;

    private Stream _bytes = new MemoryStream();

    public Stream Bytes => _bytes;

    /// <summary>Makes room for a content of that length, which may mean to move it to a file.</summary>
    public void Reserve(long length)
    {
        if (length <= memoryLimit || _bytes is not MemoryStream memory)
        {
            return;
        }

        FileStream file = CreateFile();
        try
        {
            memory.WriteTo(file);
            file.Position = memory.Position;
        }
        catch
        {
            file.Dispose();
            throw;
        }

        memory.Dispose();
        _bytes = file;
    }

    public void Dispose() => _bytes.Dispose();

    public ValueTask DisposeAsync() => _bytes.DisposeAsync();

    private static FileStream CreateFile()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = FileBufferBytes,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(Path.Combine(Path.GetTempPath(), $"odps-resource-{Guid.NewGuid():N}"), options);
    }
}
