using Odps.Net.Tunnel;

namespace Odps.Net.Emulator.Tunnel;

/// <summary>Gathers a body in memory and, when it is disposed, writes it compressed to a stream that stays open.</summary>
internal sealed class FrameWriteStream(TunnelCompression compression, Stream body) : MemoryStream
{
    private bool _isWritten;

    public override async ValueTask DisposeAsync()
    {
        if (!_isWritten)
        {
            _isWritten = true;
            await body.WriteAsync(compression.Compress(GetBuffer().AsSpan(0, (int)Length))).ConfigureAwait(false);
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }
}
