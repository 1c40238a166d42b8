using System.Diagnostics.CodeAnalysis;

namespace Odps.Net.Compression;

/// <summary>
/// The one place that reports damaged compressed data. Every message names the format, the byte offset in the compressed
/// stream, what was expected there and what was found.
/// </summary>
internal static class CompressionThrow
{
    [DoesNotReturn]
    public static void Malformed(string format, long offset, string problem)
        => throw new InvalidDataException($"Damaged {format} data at compressed byte {offset}: {problem}.");

    [DoesNotReturn]
    public static void Malformed(string format, long offset, string expected, long found)
        => throw new InvalidDataException($"Damaged {format} data at compressed byte {offset}: expected {expected}, found {found}.");

    [DoesNotReturn]
    public static void Unsupported(string format, long offset, string what)
        => throw new InvalidDataException($"The {format} data at compressed byte {offset} cannot be read: {what}.");

    [DoesNotReturn]
    public static void Checksum(string format, long offset, string what, ulong expected, ulong found)
        => throw new InvalidDataException(
            $"Damaged {format} data at compressed byte {offset}: the {what} says {expected:x}, but the decompressed data gives {found:x}.");

    /// <summary>The whole input ended where it may not; a kind of its own, since a cut connection is worth another try and damage is not.</summary>
    [DoesNotReturn]
    public static void EndedEarly(string format, long offset, string expected)
        => throw new EndOfStreamException(
            $"The {format} data ends early, at compressed byte {offset}: expected {expected}, found the end of the stream.");

    [DoesNotReturn]
    public static void BlockEnded(string format, long offset, string expected)
        => throw new InvalidDataException($"Damaged {format} data at compressed byte {offset}: expected {expected}, found the end of the block.");

    [DoesNotReturn]
    public static void OutputTooLong(string format, long offset, long limit)
        => throw new InvalidDataException(
            $"Damaged {format} data at compressed byte {offset}: expected at most {limit} decompressed bytes here, found more.");

    [DoesNotReturn]
    public static void OutputTooShort(string format, long offset, long expected, long found)
        => throw new InvalidDataException(
            $"Damaged {format} data at compressed byte {offset}: expected {expected} decompressed bytes, found {found}.");

    [DoesNotReturn]
    public static void AlreadyFailed(string format)
        => throw new InvalidDataException($"The {format} stream was found damaged by an earlier read; nothing more can be read from it.");

    [DoesNotReturn]
    public static void Damaged(string format, long offset, Exception cause)
        => throw new InvalidDataException($"Damaged {format} data at or before compressed byte {offset}: {cause.Message}", cause);

    [DoesNotReturn]
    public static void DestinationTooSmall(int needed, int found)
        => throw new ArgumentException($"The destination has {found} bytes, but compressing may need {needed}.");
}
