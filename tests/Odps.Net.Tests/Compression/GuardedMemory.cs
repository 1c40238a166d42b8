using System.Runtime.InteropServices;

namespace Odps.Net.Tests.Compression;

/// <summary>Memory between two pages that may not be touched: an access beyond it ends the process.</summary>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    private const int ReadWrite = 3;
    private const int PrivateAnonymous = 0x22;

    private readonly nint _mapping;
    private readonly int _length;
    private readonly int _page = Environment.SystemPageSize;

    /// <param name="capacity">A multiple of the page size.</param>
    public GuardedMemory(int capacity)
    {
        _length = (capacity + _page - 1) / _page * _page;
        _mapping = Map(0, (nuint)(_length + (2 * _page)), ReadWrite, PrivateAnonymous, -1, 0);
        Assert.NotEqual(-1, _mapping);
        Assert.Equal(0, Protect(_mapping, (nuint)_page, 0));
        Assert.Equal(0, Protect(_mapping + _page + _length, (nuint)_page, 0));
    }

    public static bool Supported => OperatingSystem.IsLinux();

    /// <summary>So many bytes directly before the forbidden page behind, or directly behind the one before.</summary>
    public Span<byte> Take(int length, bool atEnd)
    {
        Assert.True(length <= _length);
        return new Span<byte>((byte*)_mapping + _page + (atEnd ? _length - length : 0), length);
    }

    public void Dispose() => Assert.Equal(0, Unmap(_mapping, (nuint)(_length + (2 * _page))));

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nuint length);
}
