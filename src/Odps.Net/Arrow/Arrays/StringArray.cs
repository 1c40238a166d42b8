using System.Text;

namespace Odps.Net.Arrow;

/// <summary>An array of UTF-8 texts with offsets of 32 bits.</summary>
public sealed class StringArray : BinaryArray
{
    internal StringArray(ArrayData data)
        : base(data)
    {
    }

    /// <summary>A text; <see langword="null"/> for null. Makes a string at each call; <see cref="BinaryArray.GetBytes"/> does not.</summary>
    /// <param name="index">The zero-based slot.</param>
    /// <remarks>Bytes that are not UTF-8 become U+FFFD.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">There is no such slot.</exception>
    /// <exception cref="OdpsDataException">The offsets are corrupt.</exception>
    public string? GetString(int index) => IsValid(index) ? Encoding.UTF8.GetString(GetBytes(index)) : null;

    /// <summary>Builds arrays of texts.</summary>
    public new sealed class Builder : VariableBinaryBuilder<int, StringArray, Builder>
    {
        /// <summary>Creates an empty builder.</summary>
        /// <param name="pool">Where memory comes from. Default: the garbage collector.</param>
        public Builder(ArrowMemoryPool? pool = null)
            : base(ArrowType.String, pool)
        {
        }

        /// <summary>Appends a text or null.</summary>
        /// <param name="value">The text; <see langword="null"/> for null.</param>
        /// <exception cref="EncoderFallbackException">The text has half of a surrogate pair.</exception>
        public Builder Append(string? value) => value is null ? AppendNull() : AppendText(value);

        /// <summary>Appends a text.</summary>
        /// <param name="value">The text.</param>
        /// <exception cref="EncoderFallbackException">The text has half of a surrogate pair.</exception>
        public Builder Append(ReadOnlySpan<char> value) => AppendText(value);
    }
}
