using System.Runtime.CompilerServices;

namespace Odps.Net.Http;

/// <summary>One page of a listing.</summary>
/// <param name="Items">Its items; a page may hold none and still have a successor.</param>
/// <param name="NextMarker">Where the next page begins; null or empty on the last.</param>
internal readonly record struct Page<T>(IReadOnlyList<T> Items, string? NextMarker);

/// <summary>Walks through marker-paged listings.</summary>
internal static class Paging
{
    /// <summary>The items of all pages, asked for one page at a time as they are needed.</summary>
    /// <param name="fetchPage">Fetches the page at a marker; the first page has none.</param>
    /// <param name="marker">Where to begin; null for the start.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <exception cref="OdpsDataException">The service repeats a marker, so that the listing would never end.</exception>
    public static async IAsyncEnumerable<T> EnumerateAsync<T>(
        Func<string?, CancellationToken, ValueTask<Page<T>>> fetchPage,
        string? marker = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Page<T> page = await fetchPage(marker, cancellationToken).ConfigureAwait(false);
            foreach (T item in page.Items)
            {
                yield return item;
            }

            if (string.IsNullOrEmpty(page.NextMarker))
            {
                yield break;
            }

            if (page.NextMarker == marker)
            {
                throw new OdpsDataException($"The service repeats the marker '{marker}' of a listing, so that it would never end. Narrow the listing with a prefix, or report it to the service.");
            }

            marker = page.NextMarker;
        }
    }
}
