using System.Collections;

namespace Odps.Net;

/// <summary>
/// The values of an IN list: <c>$"... where id in {SqlList.Of(ids)}"</c> becomes <c>in (1L, 2L, 3L)</c>. A collection in a hole without it is one value, an ARRAY.
/// </summary>
public sealed class SqlList
{
    private SqlList(object?[] items) => Items = items;

    internal IReadOnlyList<object?> Items { get; }

    /// <summary>Makes a list.</summary>
    /// <param name="values">The values, at least one: an IN list cannot be empty, and what an empty one should mean is the statement's to say.</param>
    /// <exception cref="ArgumentException">There are no values, or they are a text.</exception>
    public static SqlList Of(IEnumerable values)
    {
        ArgumentNullException.ThrowIfNull(values);
        object?[] items = values is string ? throw new ArgumentException("A text is one value and not a list.", nameof(values)) : [.. values.Cast<object?>()];
        return items.Length > 0
            ? new SqlList(items)
            : throw new ArgumentException("An IN list needs at least one value. Leave the condition out, or write FALSE, when there is none.", nameof(values));
    }
}
