using System.Runtime.InteropServices;

namespace Odps.Net.Arrow;

/// <summary>
/// The <c>ArrowArrayStream</c> structure of the Arrow C stream interface: a schema and record batches that are pulled one after the other, to be passed by
/// pointer to or from another Arrow library in the process. Its owner calls its release callback once.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct CArrowArrayStream
{
    internal delegate* unmanaged[Cdecl]<CArrowArrayStream*, CArrowSchema*, int> GetSchema;
    internal delegate* unmanaged[Cdecl]<CArrowArrayStream*, CArrowArray*, int> GetNext;
    internal delegate* unmanaged[Cdecl]<CArrowArrayStream*, byte*> GetLastError;
    internal delegate* unmanaged[Cdecl]<CArrowArrayStream*, void> ReleaseCallback;
    internal void* PrivateData;

    /// <summary>Whether there is nothing in the structure, or nothing any more.</summary>
    public readonly bool IsReleased => ReleaseCallback is null;

    /// <summary>Allocates an empty structure, for an exporter to fill.</summary>
    public static CArrowArrayStream* Create() => (CArrowArrayStream*)NativeMemory.AllocZeroed((nuint)sizeof(CArrowArrayStream));

    /// <summary>Releases what is in a structure that <see cref="Create"/> gave, and frees it.</summary>
    /// <param name="stream">The structure; null does nothing.</param>
    public static void Free(CArrowArrayStream* stream)
    {
        if (stream is not null)
        {
            Release(stream);
            NativeMemory.Free(stream);
        }
    }

    /// <summary>Releases what is in a structure, if there is something.</summary>
    /// <param name="stream">The structure.</param>
    public static void Release(CArrowArrayStream* stream)
    {
        if (stream->ReleaseCallback is not null)
        {
            stream->ReleaseCallback(stream);
        }
    }
}
