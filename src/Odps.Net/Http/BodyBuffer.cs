using System.Buffers;
using System.Runtime.InteropServices;

namespace Odps.Net.Http;

/// <summary>Reads a whole body into memory, up to a cap.</summary>
internal static class BodyBuffer
{
    private const int FirstBytes = 16 * 1024;

    /// <exception cref="OdpsDataException">The body is larger than the cap.</exception>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(Stream body, OdpsRequest request, int maxBytes, CancellationToken cancellationToken)
    {
        (byte[] bytes, int length, bool complete) = await ReadUpToAsync(body, maxBytes, cancellationToken).ConfigureAwait(false);
        return complete ? bytes.AsMemory(0, length) : throw TooLarge(request, maxBytes);
    }

    /// <summary>Reads until the end or until the cap; says whether that was the end.</summary>
    public static async ValueTask<(byte[] Bytes, int Length, bool Complete)> ReadUpToAsync(Stream body, int maxBytes, CancellationToken cancellationToken)
    {
        // The announced length is not trusted: the buffer grows with what has arrived.
        byte[] buffer = ArrayPool<byte>.Shared.Rent(FirstBytes);
        try
        {
            int length = 0;
            while (true)
            {
                if (length == buffer.Length)
                {
                    byte[] larger = ArrayPool<byte>.Shared.Rent(checked(buffer.Length * 2));
                    buffer.AsSpan(0, length).CopyTo(larger);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }

                // One byte more than the cap tells a body of exactly that size from a larger one.
                int room = (int)Math.Min(buffer.Length - length, (long)maxBytes + 1 - length);
                if (room == 0)
                {
                    return (buffer.AsSpan(0, maxBytes).ToArray(), maxBytes, false);
                }

                int read = await body.ReadAsync(buffer.AsMemory(length, room), cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    return (buffer.AsSpan(0, length).ToArray(), length, true);
                }

                length += read;
            }
        }
        finally
        {
            // Answers can hold tokens.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    /// <summary>A stream over bytes in memory, without a copy when they lie in an array.</summary>
    public static MemoryStream AsStream(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out ArraySegment<byte> segment)
            ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
            : new MemoryStream(bytes.ToArray(), writable: false);

    public static OdpsDataException TooLarge(OdpsRequest request, int maxBytes) =>
        new(FormattableString.Invariant($"Could not {request.Operation}: the answer is larger than the {maxBytes} bytes that are accepted for it."));
}
