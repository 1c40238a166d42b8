using Odps.Net.Compression;

namespace Odps.Net.Tunnel;

/// <summary>A stream whose first bytes were read already, put before it again. Disposing closes the inner stream.</summary>
internal sealed class PrefixedStream(ReadOnlyMemory<byte> head, Stream inner) : ReadOnlyAsyncStream
{
    private ReadOnlyMemory<byte> _head = head;

    public override bool CanRead => true;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_head.IsEmpty)
        {
            return inner.ReadAsync(buffer, cancellationToken);
        }

        int count = Math.Min(buffer.Length, _head.Length);
        _head[..count].CopyTo(buffer);
        _head = _head[count..];
        return new ValueTask<int>(count);
    }

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }
}
