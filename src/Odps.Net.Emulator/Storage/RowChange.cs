namespace Odps.Net.Emulator.Storage;

/// <summary>A change of the row with a primary key.</summary>
/// <param name="Row">The values of all data columns; for a deletion those of the key count.</param>
/// <param name="IsDelete">Whether the row is deleted.</param>
/// <param name="Columns">The positions of the columns that are changed; null for all. A row that is not there yet has NULL in the others.</param>
internal sealed record RowChange(object?[] Row, bool IsDelete, IReadOnlyList<int>? Columns = null);
