using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Odps.Net.Arrow;

/// <summary>
/// Exports arrays over the Arrow C data interface, without copying. The exported structure owns a share of the memory of its own: the array or batch can be
/// disposed while the consumer still reads, and the memory goes back when both are done.
/// </summary>
public static unsafe class CArrowArrayExporter
{
    /// <summary>What an empty buffer points at; older consumers do not accept a null pointer for it.</summary>
    private static readonly byte[] Nothing = GC.AllocateArray<byte>(64, pinned: true);

    /// <summary>Exports an array. Its type is exported by <see cref="CArrowSchemaExporter"/>.</summary>
    /// <param name="array">The array; it stays the caller's.</param>
    /// <param name="target">An empty structure, which is filled. The consumer releases it.</param>
    public static void ExportArray(ArrowArray array, CArrowArray* target)
    {
        ArgumentNullException.ThrowIfNull(array);
        Export(array.Data, target);
    }

    /// <summary>Exports a batch, as an array of structs. Its schema is exported by <see cref="CArrowSchemaExporter"/>.</summary>
    /// <param name="batch">The batch; it stays the caller's.</param>
    /// <param name="target">An empty structure, which is filled. The consumer releases it.</param>
    public static void ExportRecordBatch(RecordBatch batch, CArrowArray* target)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var data = new ArrayData(ArrowType.Struct(batch.Schema.Fields.AsSpan()), batch.Length, 0, 0, [default], batch.Data.ToArray());
        Export(data, target);
    }

    private static void Export(ArrayData data, CArrowArray* target)
    {
        if (target is null)
        {
            throw new ArgumentNullException(nameof(target));
        }

        int nullCount = data.NullCount;
        nuint structs = (nuint)(data.Children.Length + (data.Dictionary is null ? 0 : 1)) * (nuint)sizeof(CArrowArray);
        nuint pointers = (nuint)data.Children.Length * (nuint)sizeof(void*);
        byte* block = (byte*)NativeMemory.AllocZeroed(structs + pointers + ((nuint)data.Buffers.Length * (nuint)sizeof(void*)) + 8);
        var childStructs = (CArrowArray*)block;
        var childPointers = (CArrowArray**)(block + structs);
        byte** buffers = (byte**)(block + structs + pointers);
        ExportedNode node;
        try
        {
            node = new ExportedNode(data.Buffers, block);
        }
        catch
        {
            NativeMemory.Free(block);
            throw;
        }

        for (int i = 0; i < data.Buffers.Length; i++)
        {
            ArrowBuffer buffer = data.Buffers[i];
            buffers[i] = i == 0 && nullCount == 0 ? null
                : buffer.IsEmpty ? (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(Nothing, 0)
                : (byte*)buffer.Address;
        }

        *target = new CArrowArray
        {
            Length = data.Length,
            NullCount = nullCount,
            Offset = data.Offset,
            BufferCount = data.Buffers.Length,
            ChildCount = data.Children.Length,
            Buffers = data.Buffers.Length == 0 ? null : buffers,
            Children = data.Children.Length == 0 ? null : childPointers,
            PrivateData = (void*)GCHandle.ToIntPtr(GCHandle.Alloc(node)),
            ReleaseCallback = &Release,
        };
        try
        {
            // The children that are not reached are empty structures, which a release skips.
            for (int i = 0; i < data.Children.Length; i++)
            {
                childPointers[i] = &childStructs[i];
            }

            for (int i = 0; i < data.Children.Length; i++)
            {
                Export(data.Children[i], childPointers[i]);
            }

            if (data.Dictionary is not null)
            {
                target->Dictionary = &childStructs[data.Children.Length];
                Export(data.Dictionary, target->Dictionary);
            }
        }
        catch
        {
            CArrowArray.Release(target);
            throw;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Release(CArrowArray* array)
    {
        if (array->ReleaseCallback is null)
        {
            return;
        }

        // A child that was moved out has no callback any more; it lives on by itself.
        for (long i = 0; i < array->ChildCount; i++)
        {
            CArrowArray.Release(array->Children[i]);
        }

        if (array->Dictionary is not null)
        {
            CArrowArray.Release(array->Dictionary);
        }

        GCHandle handle = GCHandle.FromIntPtr((nint)array->PrivateData);
        var node = (ExportedNode)handle.Target!;
        handle.Free();
        array->ReleaseCallback = null;
        node.Release();
    }

    /// <summary>What one exported structure keeps: its shares of the memory, and the native block.</summary>
    private sealed class ExportedNode
    {
        private readonly ArrowBuffer[] _buffers;
        private readonly nint _block;

        public ExportedNode(ArrowBuffer[] buffers, void* block)
        {
            int taken = 0;
            try
            {
                for (; taken < buffers.Length; taken++)
                {
                    buffers[taken].Owner?.AddReference();
                }
            }
            catch
            {
                while (--taken >= 0)
                {
                    buffers[taken].Owner?.Release();
                }

                throw;
            }

            _buffers = buffers;
            _block = (nint)block;
        }

        public void Release()
        {
            NativeMemory.Free((void*)_block);
            foreach (ArrowBuffer buffer in _buffers)
            {
                buffer.Owner?.Release();
            }
        }
    }
}
