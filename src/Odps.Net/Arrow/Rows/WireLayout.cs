namespace Odps.Net.Arrow;

/// <summary>One layout of columns, with the counts by which a message is recognized.</summary>
internal sealed class WireLayout
{
    public WireLayout(Schema schema)
    {
        Schema = schema;
        foreach (Field field in schema.Fields)
        {
            Count(field.DataType);
        }
    }

    public Schema Schema { get; }

    /// <summary>The nodes of a message.</summary>
    public int Nodes { get; private set; }

    /// <summary>The buffers of a message.</summary>
    public int Buffers { get; private set; }

    /// <summary>Whether the counts of a record batch table are those of this layout.</summary>
    public bool Matches(FlatTable batch) => batch.GetVector(1, 16).Length == 16 * Nodes && batch.GetVector(2, 16).Length == 16 * Buffers;

    private void Count(ArrowType type)
    {
        Nodes++;
        Buffers += ArrayLayouts.BufferCount(ArrayLayouts.Of(type));
        foreach (Field child in ArrayLayouts.Children(type))
        {
            Count(child.DataType);
        }
    }
}
