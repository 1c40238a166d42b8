namespace Odps.Net;

/// <summary>The table behind a table resource.</summary>
/// <param name="Table">The table.</param>
/// <param name="Partition">The partition; <see langword="null"/> for the whole table.</param>
public sealed record TableResourceSource(Table Table, PartitionSpec? Partition)
{
    private const string PartitionStart = " partition(";

    /// <summary>The text as the service writes it.</summary>
    internal static string ToText(Table table, PartitionSpec? partition) => partition is null ? table.FullName.ToString() : $"{table.FullName}{PartitionStart}{partition})";

    /// <exception cref="FormatException">The text is not of that form.</exception>
    internal static TableResourceSource Parse(string text, Resource resource)
    {
        int split = text.IndexOf(PartitionStart, StringComparison.OrdinalIgnoreCase);
        string? partition = split < 0 ? null : text[(split + PartitionStart.Length)..].TrimEnd();
        if (partition is not null && !partition.EndsWith(')'))
        {
            throw new FormatException("the partition has no closing bracket");
        }

        // Names are project.table whatever the client's own schema is; a bare one is of the resource's project.
        TableName name = TableName.Parse(split < 0 ? text : text[..split], resource.Scope.With(resource.Project, schema: null));
        return new TableResourceSource(new Table(resource.Scope, name), partition is null ? null : PartitionSpec.Parse(partition[..^1]));
    }
}
