namespace Odps.Net.Tunnel;

/// <summary>
/// The rows of a reader as objects. Written by hand because the enumerator of an <see langword="async"/> method costs about as much for each row as reading a few numbers.
/// </summary>
internal sealed class RecordRows(RecordReader reader, CancellationToken cancellationToken) : IAsyncEnumerable<Record>
{
    public IAsyncEnumerator<Record> GetAsyncEnumerator(CancellationToken cancellation = default)
    {
        if (!cancellationToken.CanBeCanceled || !cancellation.CanBeCanceled || cancellation == cancellationToken)
        {
            return new Enumerator(reader, null, cancellation.CanBeCanceled ? cancellation : cancellationToken);
        }

        var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, cancellation);
        return new Enumerator(reader, both, both.Token);
    }

    private sealed class Enumerator(RecordReader reader, CancellationTokenSource? source, CancellationToken cancellationToken) : IAsyncEnumerator<Record>
    {
        public Record Current { get; private set; } = null!;

        public ValueTask<bool> MoveNextAsync()
        {
            if (cancellationToken.IsCancellationRequested || !reader.Decoder.TryReadUsualRow())
            {
                return MoveNextSlowAsync();
            }

            Current = reader.GetRecord();
            return new ValueTask<bool>(true);
        }

        public ValueTask DisposeAsync()
        {
            source?.Dispose();
            return default;
        }

        private async ValueTask<bool> MoveNextSlowAsync()
        {
            if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                return false;
            }

            Current = reader.GetRecord();
            return true;
        }
    }
}
