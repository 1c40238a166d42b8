namespace Odps.Net.Emulator.Tunnel;

/// <summary>
/// A table of a flat buffer before it is written: fields by their number. A field is a bool, byte, short, int or long, a text, a table, a list of tables, or a
/// <see cref="FlatStructs"/>.
/// </summary>
internal sealed class FlatNode
{
    public SortedDictionary<int, object> Fields { get; } = [];

    public FlatNode With(int number, object value)
    {
        Fields[number] = value;
        return this;
    }
}
