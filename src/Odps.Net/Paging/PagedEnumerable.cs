using System.Runtime.CompilerServices;

namespace Odps.Net;

/// <summary>
/// A listing: enumerate it for the items, or <see cref="AsPagesAsync"/> for the answers of the service one by one. Nothing is sent before the first
/// item is asked for; each page costs one request. It can be enumerated more than once, and asks anew each time.
/// </summary>
/// <typeparam name="T">What is listed.</typeparam>
public sealed class PagedEnumerable<T> : IAsyncEnumerable<T>
{
    private readonly Func<string?, CancellationToken, Task<Page<T>>> _getPage;
    private readonly int? _maxItems;
    private readonly CancellationToken _cancellationToken;

    internal PagedEnumerable(Func<string?, CancellationToken, Task<Page<T>>> getPage, int? maxItems, CancellationToken cancellationToken)
    {
        _getPage = getPage;
        _maxItems = maxItems;
        _cancellationToken = cancellationToken;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        int left = _maxItems ?? int.MaxValue;
        if (left <= 0)
        {
            yield break;
        }

        await foreach (Page<T> page in AsPagesAsync(null, cancellationToken).ConfigureAwait(false))
        {
            foreach (T item in page.Items)
            {
                yield return item;
                if (--left == 0)
                {
                    yield break;
                }
            }
        }
    }

    /// <summary>The answers of the service one by one: one request for each. A limit on the number of items does not apply to pages.</summary>
    /// <param name="continuationToken">Where to go on: the token of an earlier page. Default: the beginning.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public async IAsyncEnumerable<Page<T>> AsPagesAsync(string? continuationToken = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string? token = continuationToken;
        do
        {
            Page<T> page = await GetPageAsync(token, cancellationToken).ConfigureAwait(false);
            if (page.ContinuationToken is not null && page.ContinuationToken == token)
            {
                throw new OdpsDataException(
                    $"The listing would never end: the service answered with the marker '{token}' that it was asked for. Narrow the listing with a prefix, or report it to the service.");
            }

            token = page.ContinuationToken;
            yield return page;
        }
        while (token is not null);
    }

    /// <summary>The listing may be given a token when it is made and another when it is enumerated; either ends it, and is named by the exception.</summary>
    private async Task<Page<T>> GetPageAsync(string? continuationToken, CancellationToken cancellationToken)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        cancellationToken.ThrowIfCancellationRequested();
        if (!cancellationToken.CanBeCanceled || !_cancellationToken.CanBeCanceled || cancellationToken == _cancellationToken)
        {
            return await _getPage(continuationToken, cancellationToken.CanBeCanceled ? cancellationToken : _cancellationToken).ConfigureAwait(false);
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(_cancellationToken, cancellationToken);
        try
        {
            return await _getPage(continuationToken, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (either.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken.IsCancellationRequested ? cancellationToken : _cancellationToken);
        }
    }
}
