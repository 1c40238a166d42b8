namespace Odps.Net.Arrow;

/// <summary>What stands around the record batches.</summary>
internal enum IpcForm
{
    /// <summary>A schema before them and an end marker behind.</summary>
    Stream,

    /// <summary>The same between magic letters, and a footer.</summary>
    File,

    /// <summary>Nothing: both sides know the schema, as in the tunnel.</summary>
    BareBatches,
}
