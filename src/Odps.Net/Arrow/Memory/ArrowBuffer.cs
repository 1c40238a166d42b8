namespace Odps.Net.Arrow;

/// <summary>A view of bytes that an array owns. It costs nothing to copy and owns nothing.</summary>
public readonly struct ArrowBuffer
{
    internal ArrowBuffer(SharedMemory memory, nint offset, int length)
    {
        Owner = memory;
        Offset = offset;
        Length = length;
    }

    /// <summary>The number of bytes; 0 also for a validity bitmap that is absent because nothing is null.</summary>
    public int Length { get; }

    /// <summary>Whether there are no bytes.</summary>
    public bool IsEmpty => Length == 0;

    /// <summary>The bytes, valid until the batch or array is disposed.</summary>
    /// <exception cref="ObjectDisposedException">The batch or array was disposed.</exception>
    public ReadOnlySpan<byte> Span => Owner is null ? default : Owner.Span(Offset, Length);

    internal SharedMemory? Owner { get; }

    /// <summary>Where the bytes start, in the terms of the owner.</summary>
    internal nint Offset { get; }

    internal ReadOnlyMemory<byte> Memory => Owner is null ? default : Owner.Memory(Offset, Length);

    internal nint Address => Owner is null ? 0 : Owner.Address(Offset);
}
