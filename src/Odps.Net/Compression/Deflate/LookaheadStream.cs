namespace Odps.Net.Compression;

/// <summary>
/// Hands out an inner stream so that its last byte is always handed out alone. An inflater that finished knows nothing of the
/// bytes it was given too many; here they show, because it then never took the last byte.
/// </summary>
internal sealed class LookaheadStream(Stream inner) : ReadOnlyAsyncStream
{
    private byte _held;
    private bool _holds;
    private bool _innerEnded;

    public override bool CanRead => true;

    /// <summary>Bytes handed out.</summary>
    public long Consumed { get; private set; }

    /// <summary>Whether the reader asked for more after the last byte.</summary>
    public bool EndWasRead { get; private set; }

    /// <summary>Whether the inner stream itself threw.</summary>
    public bool Failed { get; private set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        while (!_innerEnded)
        {
            // The new bytes go behind the held one, and the last of them is held in turn.
            int room = Math.Max(1, buffer.Length - 1);
            Memory<byte> target = buffer.Length == 1 ? new byte[1] : buffer.Slice(1, room);
            int read = await ReadInnerAsync(target, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                _innerEnded = true;
                break;
            }

            byte last = target.Span[read - 1];
            if (_holds)
            {
                buffer.Span[0] = _held;
                _held = last;
                Consumed += read;
                return read;
            }

            _held = last;
            _holds = true;
            if (read > 1)
            {
                buffer.Slice(1, read - 1).CopyTo(buffer);
                Consumed += read - 1;
                return read - 1;
            }
        }

        if (!_holds)
        {
            EndWasRead = true;
            return 0;
        }

        buffer.Span[0] = _held;
        _holds = false;
        Consumed++;
        return 1;
    }

    /// <summary>Whether every byte of the inner stream was handed out.</summary>
    public async ValueTask<bool> IsExhaustedAsync(CancellationToken cancellationToken)
    {
        if (_holds)
        {
            return false;
        }

        if (!_innerEnded)
        {
            byte[] probe = new byte[1];
            _innerEnded = await ReadInnerAsync(probe, cancellationToken).ConfigureAwait(false) == 0;
        }

        return _innerEnded;
    }

    private async ValueTask<int> ReadInnerAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        Failed = false;
        try
        {
            return await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Failed = true;
            throw;
        }
    }
}
