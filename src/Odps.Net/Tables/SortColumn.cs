namespace Odps.Net;

/// <summary>A column by which rows are sorted.</summary>
/// <param name="Name">The column.</param>
/// <param name="IsDescending">Whether the largest values come first. Default: <see langword="false"/>.</param>
public sealed record SortColumn(string Name, bool IsDescending = false)
{
    /// <summary>Whether two are the same; letter case of the name does not matter.</summary>
    /// <param name="other">The other.</param>
    public bool Equals(SortColumn? other) => other is not null && IsDescending == other.IsDescending && Name.Equals(other.Name, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name.ToUpperInvariant(), IsDescending);

    /// <summary>As DDL writes it: <c>`id` ASC</c>.</summary>
    public override string ToString() => $"{SqlText.Identifier(Name)} {(IsDescending ? "DESC" : "ASC")}";
}
