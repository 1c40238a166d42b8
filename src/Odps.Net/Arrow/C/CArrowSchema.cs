using System.Runtime.InteropServices;

namespace Odps.Net.Arrow;

/// <summary>
/// The <c>ArrowSchema</c> structure of the Arrow C data interface: a type with a name, to be passed by pointer to or from another Arrow library in the
/// process. Its owner calls its release callback once.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct CArrowSchema
{
    internal const long DictionaryOrdered = 1;
    internal const long Nullable = 2;
    internal const long MapKeysSorted = 4;

    internal byte* Format;
    internal byte* Name;
    internal byte* Metadata;
    internal long Flags;
    internal long ChildCount;
    internal CArrowSchema** Children;
    internal CArrowSchema* Dictionary;
    internal delegate* unmanaged[Cdecl]<CArrowSchema*, void> ReleaseCallback;
    internal void* PrivateData;

    /// <summary>Whether there is nothing in the structure, or nothing any more.</summary>
    public readonly bool IsReleased => ReleaseCallback is null;

    /// <summary>Allocates an empty structure, for an exporter to fill.</summary>
    public static CArrowSchema* Create() => (CArrowSchema*)NativeMemory.AllocZeroed((nuint)sizeof(CArrowSchema));

    /// <summary>Releases what is in a structure that <see cref="Create"/> gave, and frees it.</summary>
    /// <param name="schema">The structure; null does nothing.</param>
    public static void Free(CArrowSchema* schema)
    {
        if (schema is not null)
        {
            Release(schema);
            NativeMemory.Free(schema);
        }
    }

    /// <summary>Releases what is in a structure, if there is something.</summary>
    /// <param name="schema">The structure.</param>
    public static void Release(CArrowSchema* schema)
    {
        if (schema->ReleaseCallback is not null)
        {
            schema->ReleaseCallback(schema);
        }
    }
}
