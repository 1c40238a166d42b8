using System.Globalization;
using System.Text;

namespace Odps.Net;

/// <summary>How the rows of a table are spread over buckets (CLUSTERED BY) and sorted within them. Immutable; compared by value.</summary>
public sealed record TableClustering
{
    /// <summary>The columns by which rows are spread; at least one.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>Whether rows are spread by ranges of the columns (RANGE CLUSTERED BY) rather than by their hash. Default: <see langword="false"/>.</summary>
    public bool IsRange { get; init; }

    /// <summary>The columns by which each bucket is sorted (SORTED BY). Default: none.</summary>
    public IReadOnlyList<SortColumn> SortColumns { get; init; } = [];

    /// <summary>The number of buckets. Default: <see langword="null"/>, which ranges allow and hashing does not.</summary>
    public int? BucketCount { get; init; }

    /// <summary>Whether two clusterings are the same; letter case of names does not matter.</summary>
    /// <param name="other">The other clustering.</param>
    public bool Equals(TableClustering? other) =>
        other is not null && IsRange == other.IsRange && BucketCount == other.BucketCount
        && Columns.SequenceEqual(other.Columns, StringComparer.OrdinalIgnoreCase) && SortColumns.SequenceEqual(other.SortColumns);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(IsRange, BucketCount, Columns.Count, SortColumns.Count);

    /// <summary>The clause of DDL: <c>CLUSTERED BY (`id`) SORTED BY (`id` ASC) INTO 16 BUCKETS</c>.</summary>
    /// <exception cref="ArgumentException">There is no column.</exception>
    public override string ToString()
    {
        if (Columns.Count == 0)
        {
            throw new ArgumentException("A clustering needs at least one column (TableClustering.Columns).");
        }

        var sql = new StringBuilder(IsRange ? "RANGE CLUSTERED BY (" : "CLUSTERED BY (").AppendJoin(", ", Columns.Select(SqlText.Identifier)).Append(')');
        if (SortColumns.Count > 0)
        {
            sql.Append(" SORTED BY (").AppendJoin(", ", SortColumns).Append(')');
        }

        return BucketCount is int buckets ? sql.Append(CultureInfo.InvariantCulture, $" INTO {buckets} BUCKETS").ToString() : sql.ToString();
    }
}
