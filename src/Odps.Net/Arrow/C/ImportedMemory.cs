using System.Buffers;
using System.Runtime.InteropServices;

namespace Odps.Net.Arrow;

/// <summary>
/// The memory of an imported array: the structure was moved here, and its release callback is called once, when the last user is done or, if nobody disposed
/// the array, by the finalizer. Offsets are addresses.
/// </summary>
internal sealed unsafe class ImportedMemory : SharedMemory
{
    private readonly CArrowArray* _array;
    private int _freed;

    public ImportedMemory(CArrowArray* source)
    {
        _array = (CArrowArray*)NativeMemory.Alloc((nuint)sizeof(CArrowArray));
        *_array = *source;
        source->ReleaseCallback = null;
    }

    ~ImportedMemory() => Free();

    public CArrowArray* Array => _array;

    public override ReadOnlyMemory<byte> Memory(nint offset, int length) => new Window(this, offset, length).Memory;

    public override nint Address(nint offset) => offset;

    protected override ReadOnlySpan<byte> GetSpan(nint offset, int length) => new((void*)offset, length);

    protected override void Free()
    {
        if (Interlocked.Exchange(ref _freed, 1) == 0)
        {
            CArrowArray.Release(_array);
            NativeMemory.Free(_array);
        }
    }

    /// <summary>Foreign memory for a stream to write; it keeps the owner alive.</summary>
    private sealed class Window(ImportedMemory owner, nint address, int length) : MemoryManager<byte>
    {
        public override Span<byte> GetSpan()
        {
            ReadOnlySpan<byte> span = owner.Span(address, length);
            return MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(span), span.Length);
        }

        public override MemoryHandle Pin(int elementIndex = 0) => new((byte*)address + elementIndex);

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
