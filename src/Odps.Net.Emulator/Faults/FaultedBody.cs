using Odps.Net.Emulator.Http;

namespace Odps.Net.Emulator.Faults;

/// <summary>The body of an answer on its way out: some bytes are changed, and it stops when so many are written.</summary>
/// <param name="inner">Where it goes.</param>
/// <param name="changes">The changes by their offset, ascending.</param>
/// <param name="cutAt">After how many bytes it stops.</param>
internal sealed class FaultedBody(Stream inner, (FaultHandle Handle, long Offset)[] changes, long cutAt) : WriteOnlyStream
{
    private long _written;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_written >= cutAt && buffer.Length > 0)
        {
            throw new BodyEndedException();
        }

        byte[]? changed = null;
        foreach ((FaultHandle handle, long offset) in changes)
        {
            if (handle.Fault.Action is FaultAction.Corrupt corrupt && offset >= _written && offset < Math.Min(_written + buffer.Length, cutAt))
            {
                changed ??= buffer.ToArray();
                changed[offset - _written] ^= corrupt.Mask;
                handle.Hit();
            }
        }

        ReadOnlyMemory<byte> bytes = changed ?? buffer;
        if (_written + bytes.Length > cutAt)
        {
            // A chunk of HTTP is announced with its whole length, and so is cut in the middle.
            int left = (int)(cutAt - _written);
            _written = cutAt;
            if (inner is RawBody raw)
            {
                await raw.WritePartAsync(bytes, left, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await inner.WriteAsync(bytes[..left], cancellationToken).ConfigureAwait(false);
            }

            throw new BodyEndedException();
        }

        _written += bytes.Length;
        await inner.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    /// <summary>The body is whole; a cut behind its last byte is still one.</summary>
    public Task EndAsync(CancellationToken cancellationToken) =>
        _written == cutAt ? Task.FromException(new BodyEndedException()) : inner.FlushAsync(cancellationToken);
}
