namespace Odps.Net;

/// <summary>One answer of a listing.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">The items of the page; a page may be empty although others follow.</param>
/// <param name="ContinuationToken">Where the next page begins (<c>Marker</c>); <see langword="null"/> on the last page.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? ContinuationToken);
