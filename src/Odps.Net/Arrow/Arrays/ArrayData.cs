using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Odps.Net.Arrow;

/// <summary>
/// What an array is made of: a window of slots over buffers, children and perhaps a dictionary. Immutable. Whoever owns a tree of these has called
/// <see cref="Retain"/> once and calls <see cref="Release"/> once; all other uses only look.
/// </summary>
internal sealed class ArrayData(ArrowType type, int length, int nullCount, int offset, ArrowBuffer[] buffers, ArrayData[] children, ArrayData? dictionary = null)
{
    /// <summary>A null count that was not determined yet.</summary>
    public const int UnknownNullCount = -1;

    private int _nullCount = nullCount;

    public ArrowType Type { get; } = type;

    public ArrayLayout Layout { get; } = ArrayLayouts.Of(type);

    public int Length { get; } = length;

    /// <summary>The first slot in each buffer; for a struct also in its children.</summary>
    public int Offset { get; } = offset;

    public ArrowBuffer[] Buffers { get; } = buffers;

    public ArrayData[] Children { get; } = children;

    public ArrayData? Dictionary { get; } = dictionary;

    public int NullCount => _nullCount >= 0 ? _nullCount : _nullCount = CountNulls();

    /// <summary>Whether there is no bitmap to look at.</summary>
    public bool AllValid => Layout != ArrayLayout.Null && (_nullCount == 0 || Buffers[0].IsEmpty);

    /// <summary>Whether a slot is not null; the caller has checked the index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsValid(int index) =>
        Layout == ArrayLayout.Null ? false : _nullCount == 0 || Buffers[0].IsEmpty || Bitmap.Get(Buffers[0].Span, Offset + index);

    /// <summary>The fixed-width values of the window. The buffer was checked to be long enough when the array was made.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<T> Values<T>()
        where T : unmanaged => Length == 0 ? default : MemoryMarshal.Cast<byte, T>(Buffers[1].Span).Slice(Offset, Length);

    /// <summary>The offsets of the window, one more than slots; none when there are no slots.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<T> Offsets<T>()
        where T : unmanaged => Length == 0 ? default : MemoryMarshal.Cast<byte, T>(Buffers[1].Span).Slice(Offset, Length + 1);

    /// <summary>The offset at the start or end of a slot, of either width.</summary>
    public long OffsetAt(int index) => Layout is ArrayLayout.Variable64 or ArrayLayout.List64
        ? Length == 0 ? 0 : Offsets<long>()[index]
        : Length == 0 ? 0 : Offsets<int>()[index];

    public ArrayData Slice(int offset, int length) => offset == 0 && length == Length
        ? this
        : new(Type, length, Layout == ArrayLayout.Null ? length : _nullCount == 0 ? 0 : UnknownNullCount, Offset + offset, Buffers, Children, Dictionary);

    /// <summary>The child at a position, in the window that belongs to this struct's slots.</summary>
    public ArrayData StructChild(int index) => Children[index].Slice(Offset, Length);

    /// <summary>Counts this tree among the users of its memory.</summary>
    public void Retain()
    {
        foreach (ArrowBuffer buffer in Buffers)
        {
            buffer.Owner?.AddReference();
        }

        foreach (ArrayData child in Children)
        {
            child.Retain();
        }

        Dictionary?.Retain();
    }

    /// <summary>Ends this tree's use of its memory.</summary>
    public void Release()
    {
        foreach (ArrowBuffer buffer in Buffers)
        {
            buffer.Owner?.Release();
        }

        foreach (ArrayData child in Children)
        {
            child.Release();
        }

        Dictionary?.Release();
    }

    private int CountNulls() => Layout == ArrayLayout.Null
        ? Length
        : Buffers[0].IsEmpty ? 0 : Length - Bitmap.Count(Buffers[0].Span, Offset, Length);
}
