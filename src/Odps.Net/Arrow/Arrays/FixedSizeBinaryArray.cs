namespace Odps.Net.Arrow;

/// <summary>An array of byte strings of one length.</summary>
public class FixedSizeBinaryArray : ArrowArray
{
    internal FixedSizeBinaryArray(ArrayData data)
        : base(data) => ByteWidth = ArrayLayouts.Width(data.Type);

    /// <summary>The bytes of a slot.</summary>
    public int ByteWidth { get; }

    /// <summary>The bytes of all slots, one after the other, those of null slots included (any bits).</summary>
    public ReadOnlySpan<byte> Values => Data.Length == 0 ? default : Data.Buffers[1].Span.Slice(Data.Offset * ByteWidth, Data.Length * ByteWidth);

    /// <summary>The buffer of the bytes.</summary>
    public ArrowBuffer ValueBuffer => Data.Buffers[1];

    /// <summary>The bytes of a slot, in place; empty for null. Valid until the owner is disposed.</summary>
    /// <param name="index">The zero-based slot.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such slot.</exception>
    public ReadOnlySpan<byte> GetBytes(int index) => IsValid(index) ? Values.Slice(index * ByteWidth, ByteWidth) : default;

    /// <summary>Builds arrays of byte strings of one length.</summary>
    public sealed class Builder : FixedBytesBuilder<FixedSizeBinaryArray, Builder>
    {
        /// <summary>Creates an empty builder.</summary>
        /// <param name="byteWidth">The bytes of a slot.</param>
        /// <param name="pool">Where memory comes from. Default: the garbage collector.</param>
        public Builder(int byteWidth, ArrowMemoryPool? pool = null)
            : base(ArrowType.FixedSizeBinary(byteWidth), pool)
        {
        }

        /// <summary>Appends the bytes of a slot.</summary>
        /// <param name="value">As many bytes as a slot has.</param>
        /// <exception cref="ArgumentException">It is another number of bytes.</exception>
        public Builder Append(ReadOnlySpan<byte> value)
        {
            if (value.Length != ByteWidth)
            {
                throw new ArgumentException($"A slot has {ByteWidth} bytes; {value.Length} were given.", nameof(value));
            }

            value.CopyTo(AppendSlot());
            return Appended();
        }
    }
}
