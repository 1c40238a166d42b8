using System.Runtime.InteropServices;

namespace Odps.Net.Arrow;

/// <summary>
/// The <c>ArrowArray</c> structure of the Arrow C data interface: the buffers of an array, to be passed by pointer to or from another Arrow library in the
/// process. Its owner calls its release callback once.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct CArrowArray
{
    internal long Length;
    internal long NullCount;
    internal long Offset;
    internal long BufferCount;
    internal long ChildCount;
    internal byte** Buffers;
    internal CArrowArray** Children;
    internal CArrowArray* Dictionary;
    internal delegate* unmanaged[Cdecl]<CArrowArray*, void> ReleaseCallback;
    internal void* PrivateData;

    /// <summary>Whether there is nothing in the structure, or nothing any more.</summary>
    public readonly bool IsReleased => ReleaseCallback is null;

    /// <summary>Allocates an empty structure, for an exporter to fill.</summary>
    public static CArrowArray* Create() => (CArrowArray*)NativeMemory.AllocZeroed((nuint)sizeof(CArrowArray));

    /// <summary>Releases what is in a structure that <see cref="Create"/> gave, and frees it.</summary>
    /// <param name="array">The structure; null does nothing.</param>
    public static void Free(CArrowArray* array)
    {
        if (array is not null)
        {
            Release(array);
            NativeMemory.Free(array);
        }
    }

    /// <summary>Releases what is in a structure, if there is something.</summary>
    /// <param name="array">The structure.</param>
    public static void Release(CArrowArray* array)
    {
        if (array->ReleaseCallback is not null)
        {
            array->ReleaseCallback(array);
        }
    }
}
