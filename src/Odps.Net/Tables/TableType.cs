namespace Odps.Net;

/// <summary>The kind of a table or view. An open set: a value of a newer service is kept as it is.</summary>
/// <param name="Value">The text of the service.</param>
public readonly record struct TableType(string Value)
{
    /// <summary>A table whose data MaxCompute keeps.</summary>
    public static TableType ManagedTable { get; } = new("MANAGED_TABLE");

    /// <summary>A table over data elsewhere.</summary>
    public static TableType ExternalTable { get; } = new("EXTERNAL_TABLE");

    /// <summary>A table over objects of a store.</summary>
    public static TableType ObjectTable { get; } = new("OBJECT_TABLE");

    /// <summary>A view.</summary>
    public static TableType VirtualView { get; } = new("VIRTUAL_VIEW");

    /// <summary>A materialized view.</summary>
    public static TableType MaterializedView { get; } = new("MATERIALIZED_VIEW");

    /// <summary>The text of the service.</summary>
    public override string ToString() => Value ?? "";
}
