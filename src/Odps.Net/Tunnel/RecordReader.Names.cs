namespace Odps.Net.Tunnel;

/// <content>By name what only a reader has; the getters that it shares with records are in <see cref="RowExtensions"/>.</content>
public sealed partial class RecordReader
{
    /// <inheritdoc cref="GetUtf8(int)"/>
    /// <param name="name">The name of the column, in any letter case. Each call looks it up.</param>
    /// <exception cref="ArgumentException">There is no such column; the message lists the columns.</exception>
    public ReadOnlySpan<byte> GetUtf8(string name) => GetUtf8(Columns.GetOrdinal(name));

    /// <inheritdoc cref="GetDateTime(int)"/>
    /// <param name="name">The name of the column, in any letter case. Each call looks it up.</param>
    /// <exception cref="ArgumentException">There is no such column; the message lists the columns.</exception>
    public DateTime GetDateTime(string name) => GetDateTime(Columns.GetOrdinal(name));

    /// <inheritdoc cref="GetFieldValue{T}(int)"/>
    /// <param name="name">The name of the column, in any letter case. Each call looks it up.</param>
    /// <exception cref="ArgumentException">There is no such column; the message lists the columns.</exception>
    public T GetFieldValue<T>(string name) => GetFieldValue<T>(Columns.GetOrdinal(name));

    /// <inheritdoc cref="GetNested(int)"/>
    /// <param name="name">The name of the column, in any letter case. Each call looks it up.</param>
    /// <exception cref="ArgumentException">There is no such column; the message lists the columns.</exception>
    public NestedValue GetNested(string name) => GetNested(Columns.GetOrdinal(name));
}
