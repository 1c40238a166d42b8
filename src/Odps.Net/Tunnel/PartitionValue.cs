namespace Odps.Net.Tunnel;

/// <summary>The value of a partition column, whose type need not be text, out of the text of a partition.</summary>
internal static class PartitionValue
{
    /// <summary>What stands for NULL in the name of a partition.</summary>
    private const string DefaultPartition = "__HIVE_DEFAULT_PARTITION__";

    /// <exception cref="OdpsDataException">The text is not a value of the column's type.</exception>
    public static RecordSlot Parse(Column column, string text)
    {
        if (text == DefaultPartition)
        {
            return default;
        }

        return TextValue.TryParse(column.Type, text, out RecordSlot slot)
            ? slot
            : throw new OdpsDataException($"Partition column '{column.Name}': '{text}' is not a value of {column.Type}.") { Column = column.Name };
    }
}
