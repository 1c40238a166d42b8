namespace Odps.Net.Tunnel;

/// <summary>
/// The rows of a reader as objects. Written by hand because the enumerator of an <see langword="async"/> method costs about as much for each row as reading a few numbers.
/// </summary>
internal sealed class RecordRows(RecordReader reader, CancellationToken cancellationToken) : IAsyncEnumerable<Record>
{
    public IAsyncEnumerator<Record> GetAsyncEnumerator(CancellationToken cancellation = default)
    {
        bool isOne = !cancellationToken.CanBeCanceled || !cancellation.CanBeCanceled || cancellation == cancellationToken;
        return isOne
            ? new Enumerator(reader, null, cancellationToken, cancellation.CanBeCanceled ? cancellation : cancellationToken)
            : new Enumerator(reader, CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, cancellation), cancellationToken, cancellation);
    }

    /// <param name="reader">The reader.</param>
    /// <param name="either">Ends the wait with the token of the call or that of the loop, where there are both; null where there is one.</param>
    /// <param name="ofCall">The token of the call.</param>
    /// <param name="ofLoop">The token of the loop, or the only one.</param>
    private sealed class Enumerator(RecordReader reader, CancellationTokenSource? either, CancellationToken ofCall, CancellationToken ofLoop) : IAsyncEnumerator<Record>
    {
        private readonly CancellationToken _token = either?.Token ?? ofLoop;

        public Record Current { get; private set; } = null!;

        public ValueTask<bool> MoveNextAsync()
        {
            if (_token.IsCancellationRequested || !reader.Decoder.TryReadUsualRow())
            {
                return MoveNextSlowAsync();
            }

            Current = reader.GetRecord();
            return new ValueTask<bool>(true);
        }

        public ValueTask DisposeAsync()
        {
            either?.Dispose();
            return default;
        }

        private async ValueTask<bool> MoveNextSlowAsync()
        {
            try
            {
                if (!await reader.ReadAsync(_token).ConfigureAwait(false))
                {
                    return false;
                }
            }
            catch (OperationCanceledException e) when (either is { IsCancellationRequested: true })
            {
                throw new OperationCanceledException(e.Message, e, ofLoop.IsCancellationRequested ? ofLoop : ofCall);
            }

            Current = reader.GetRecord();
            return true;
        }
    }
}
